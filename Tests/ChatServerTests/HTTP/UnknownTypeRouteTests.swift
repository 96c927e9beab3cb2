import ChatProtocol
import ChatStore
import NIOHTTP1
import Testing

@testable import ChatServer

/// What readers see of an event that a newer version wrote.
@Suite(.timeLimit(.minutes(10))) struct UnknownTypeRouteTests {
    @Test("It comes with what every event has, so that nobody misses a number")
    func everywhere() async throws {
        try await TestServer.asking { server, client in
            try await client.post("one")
            let poll = Draft(
                room: try RoomName("a"),
                user: try MemberName("zoe"),
                content: .unknown(try #require(UnknownType("poll")))
            )
            _ = try await server.services.store.append(poll)
            try await client.post("three")
            for path in ["events?", "stream?since=all&limit=2&"] {
                let lines = try await server.text(of: "/rooms/a/\(path)format=ndjson")
                    .split(separator: "\n").filter { $0.contains(#""seq""#) }
                #expect(lines.count == 3, "\(path)")
                #expect(lines[1].hasPrefix(#"{"type":"poll","room":"a","seq":2,"cursor":""#))
                #expect(lines[1].hasSuffix(#","user":"zoe"}"#))
            }
            let sse = try await server.text(of: "/rooms/a/stream?since=all&limit=2&format=sse")
            #expect(sse.contains("event: poll\nid: "))
            let csv = try await server.text(of: "/rooms/a/events?format=csv")
            #expect(csv.contains(",zoe,poll,,,\r\n"))
            let page = try await server.text(of: "/rooms/a/messages")
            #expect(!page.contains("poll") && page.contains("three"))
            let said = try await server.text(of: "/rooms/a/events?types=message&format=ndjson")
            #expect(said.split(separator: "\n").count == 2)
        }
    }

    @Test("A stream that is open shows it in its place")
    func live() async throws {
        try await TestServer.asking { server, client in
            try await client.post("one")
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
                try await client.post("three")
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
