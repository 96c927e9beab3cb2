import ChatProtocol
import NIOHTTP1
import Testing

@testable import ChatServer

/// Every write that a member can make counts towards the same limit.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ChargedWriteTests {
    @Test(
        "A write of any kind is refused to a member that has written too fast",
        arguments: [
            ("POST", "/rooms/a/messages", "x"), ("PATCH", "/rooms/a/messages/1", "y"),
            ("DELETE", "/rooms/a/messages/1", ""),
            ("PUT", "/rooms/a/messages/1/reactions/%2B1", ""),
            ("PUT", "/rooms/a", #"{"topic":"t"}"#), ("PUT", "/rooms/a/members/ann", ""),
            ("DELETE", "/rooms/a/members/ann", ""), ("POST", "/rooms/a/typing", ""),
            ("PUT", "/rooms/a/read", #"{"seq":1}"#), ("PUT", "/rooms/a/files/f.txt", "x"),
        ]
    )
    func charged(method: String, path: String, body: String) async throws {
        try await TestServer.run {
            $0.messagesPerSecond = 1
            $0.messageBurst = 1
        } _: { server in
            try await TestConnection.open(server) { client in
                let first = try await client.ask(
                    .POST,
                    "/rooms/a/messages",
                    as: "ann",
                    body: Array("x".utf8)
                )
                try #require(first.head.status == .created)
                let answer = try await client.ask(
                    HTTPMethod(rawValue: method),
                    path,
                    as: "ann",
                    body: Array(body.utf8)
                )
                #expect(answer.head.status == .tooManyRequests)
                #expect(answer.head.headers["Retry-After"].first != nil)
                #expect(answer.head.headers["RateLimit"] == [#""rate-limit";r=0;t=1"#])
                #expect(answer.head.headers["RateLimit-Policy"] == [#""rate-limit";q=1;w=1"#])
            }
        }
    }
}
