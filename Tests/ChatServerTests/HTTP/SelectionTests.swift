import TestConnections
import Testing

@testable import ChatServer

/// Parameters that say which part is meant, at addresses that do not read them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SelectionTests {
    @Test(
        "A part that an address cannot give is refused, and not taken for all",
        arguments: [
            ("/search?q=hello&since=10m", "since"), ("/search?q=hello&match=x", "match"),
            ("/search?q=hello&types=edit", "types"), ("/search?q=hello&tail=1", "tail"),
            ("/rooms/a/stream?after=3", "after"), ("/rooms/a/stream?around=3", "around"),
            ("/rooms/a/stream?rooms=a,b", "rooms"), ("/stream?before=3", "before"),
            ("/rooms/a/messages?types=edit", "types"), ("/rooms/a/events?on_gap=fail", "on_gap"),
            ("/rooms/a/messages?types=message,edit&format=csv", "types"),
            ("/rooms/a/messages?types=typing,message", "types"),
            ("/rooms/a/messages?q=hello", "q"), ("/rooms/a/events?rooms=a", "rooms"),
            ("/rooms/a/stats/stream?user=ann", "user"), ("/stats/stream?since=10m", "since"),
        ]
    )
    func refused(path: String, name: String) async throws {
        try await TestServer.run { server in
            try await server.say("hello")
            for odd in ["", "Upgrade: odd\r\n"] {
                let answer = try await server.answer(
                    to: "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(odd)\r\n"
                )
                #expect(answer.status == 400, "\(path) \(answer)")
                #expect(answer.body.contains(#""code":"bad_parameter""#), "\(answer)")
                #expect(answer.body.contains("\(name): "), "\(answer)")
            }
        }
    }

    @Test(
        "What an address reads, what nobody reads and what is empty is no other address's",
        arguments: [
            "/search?q=hello&since=", "/rooms/a/messages?types=message&colour=red",
            "/rooms/a/messages?types=message&format=csv", "/rooms?limit=3", "/healthz?since=1",
            "/rooms/a/events?types=message,edit&user=ann&limit=2&tail=1", "/rooms/a?after=1",
        ]
    )
    func taken(path: String) async throws {
        try await TestServer.run { server in
            try await server.say("hello")
            let request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            #expect(try await server.answer(to: request).status == 200, "\(path)")
        }
    }
}
