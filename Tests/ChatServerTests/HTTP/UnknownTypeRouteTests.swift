import ChatProtocol
import ChatStore
import NIOHTTP1
import Testing

@testable import ChatServer

/// What readers see of an event that a newer version wrote.
@Suite(.timeLimit(.minutes(10))) struct UnknownTypeRouteTests {
    private func post(_ text: String, _ client: TestConnection) async throws {
        let body = Array(text.utf8)
        let answer = try await client.ask(.POST, "/rooms/a/messages", as: "ann", body: body)
        try #require(answer.head.status == .created)
    }

    /// A stream closes its connection, so that each request has one of its own.
    private func text(_ path: String, _ server: TestServer) async throws -> String {
        try await TestConnection.open(server) { client in
            let answer = try await client.ask(.GET, path)
            try #require(answer.head.status == .ok)
            return String(decoding: answer.body, as: UTF8.self)
        }
    }

    @Test("It comes with what every event has, so that nobody misses a number")
    func everywhere() async throws {
        try await TestServer.run { server in
            try await TestConnection.open(server) { client in
                try await post("one", client)
                let poll = Draft(
                    room: try RoomName("a"),
                    user: try MemberName("zoe"),
                    content: .unknown(try #require(UnknownType("poll")))
                )
                _ = try await server.services.store.append(poll)
                try await post("three", client)
                for path in ["events?", "stream?since=all&limit=2&"] {
                    let lines = try await text("/rooms/a/\(path)format=ndjson", server)
                        .split(separator: "\n").filter { $0.contains(#""seq""#) }
                    #expect(lines.count == 3, "\(path)")
                    #expect(lines[1].hasPrefix(#"{"type":"poll","room":"a","seq":2,"cursor":""#))
                    #expect(lines[1].hasSuffix(#","user":"zoe"}"#))
                }
                let sse = try await text("/rooms/a/stream?since=all&limit=2&format=sse", server)
                #expect(sse.contains("event: poll\nid: "))
                let csv = try await text("/rooms/a/events?format=csv", server)
                #expect(csv.contains(",zoe,poll,,,\r\n"))
                let page = try await text("/rooms/a/messages", server)
                #expect(!page.contains("poll") && page.contains("three"))
                let said = try await text("/rooms/a/events?types=message&format=ndjson", server)
                #expect(said.split(separator: "\n").count == 2)
            }
        }
    }

    @Test("A stream that is open shows it in its place")
    func live() async throws {
        try await TestServer.run { server in
            try await TestConnection.open(server) { client in
                try await post("one", client)
                try await TestConnection.open(server) { reader in
                    try await reader.send(.GET, "/rooms/a/stream?format=ndjson")
                    _ = try await reader.head()
                    var seen = ""
                    while !seen.contains(#""type":"live""#) {
                        seen += String(decoding: try await reader.piece() ?? [], as: UTF8.self)
                    }
                    let poll = Draft(
                        room: try RoomName("a"),
                        user: try MemberName("zoe"),
                        content: .unknown(try #require(UnknownType("poll")))
                    )
                    _ = try await server.services.store.append(poll)
                    try await post("three", client)
                    while !seen.contains("three") {
                        seen += String(decoding: try await reader.piece() ?? [], as: UTF8.self)
                    }
                    let numbers = seen.split(separator: "\n").compactMap { line in
                        line.firstRange(of: #""seq":"#)
                            .map { String(line[$0.upperBound...].prefix(1)) }
                    }
                    #expect(numbers == ["2", "3"])
                }
            }
        }
    }
}
