import ChatStore
import TestConnections
import Testing

@testable import ChatServer

/// Parameters and fields that narrow a wish, where nothing reads them.
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
            ("/search?q=hello&room=a", "room"), ("/search?q=hello&author=ann", "author"),
            ("/stream?room=a", "room"), ("/rooms/a/messages?type=message", "type"),
            ("/rooms/a/events?offset=2", "offset"),
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

    // A token that should only read had all rights, and a ban until a time had no end.
    @Test(
        "A wish with a field that is not known is refused, not granted as a wider one",
        arguments: [
            ("POST", "/challenges", #"{"name":"ann","Name":"bob"}"#, "Name"),
            ("PUT", "/rooms/b", #"{"visibilty":"private"}"#, "visibilty"),
            ("PUT", "/rooms/b", #"{"retention":{"day":5}}"#, "retention.day"),
            ("PUT", "/rooms/b", #"{"days":5}"#, "days"),
            ("PUT", "/rooms/a/members/ann", #"{"mutedUntill":"1h"}"#, "mutedUntill"),
        ]
    )
    func misspelled(method: String, path: String, body: String, name: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.ask(method, path, body)
            #expect(answer.status == 400 && answer.field("code") == "bad_body", "\(answer)")
            #expect(answer.text.contains("no field \(name); expected "), "\(answer)")
            #expect(server.services.store.head == 0)
        }
    }

    @Test("What is said may have further fields")
    func further() async throws {
        try await TestServer.run { server in
            let said = try await server.ask("POST", "/rooms/a/messages", #"{"text":"a","x":1}"#)
            #expect(said.status == 201, "\(said)")
            let read = try await server.ask("PUT", "/rooms/a/read", #"{"seq":1,"x":1}"#)
            #expect(read.status == 200, "\(read)")
        }
    }

    @Test("The fields of a body are those of its hint, at each depth")
    func bodyFields() {
        let names = BodyFields(hint: #"{"a"|"b","c"?:{"d"?,"e"?:{"f"}},"g"?}"#).names
        #expect(names == ["a", "b", "c", "c.d", "c.e", "c.e.f", "g"])
    }

    @Test("Who sends a ticket that is none hears of tickets, and not of passwords")
    func ticket() async throws {
        try await TestServer.run { server in
            let answer = try await server.ask("GET", "/rooms/a/stream?ticket=x", as: nil)
            #expect(answer.status == 401 && answer.field("code") == "bad_credentials", "\(answer)")
            #expect(answer.text.contains("no such ticket"), "\(answer)")
        }
    }
}
