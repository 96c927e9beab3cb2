import ChatProtocol
import NIOHTTP1
import Testing

@testable import ChatServer
@testable import ChatStore

/// Answers of rows, of which there may be as many as connections, beside those of one page.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ManyRowsTests {
    @Test("While others' rows hold all that reads rows, a page is answered and a stream catches up")
    func pages() async throws {
        let endless = """
            WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted)
            SELECT max(n) FROM counted
            """
        try await TestServer.run { server in
            try await TestConnection.open(server) { client in
                let body = Array("hello".utf8)
                _ = try await client.ask(.POST, "/rooms/a/messages", as: "ann", body: body)
                let held = (0..<ReadKind.rows.width).map { _ in
                    Task {
                        try await server.services.store.database.read(.rows) {
                            try $0.run(endless, [])
                        }
                    }
                }
                defer { for task in held { task.cancel() } }
                let page = try await client.ask(.GET, "/rooms/a/messages?limit=5")
                #expect(page.head.status == .ok)
                let stream = try await client.ask(.GET, "/rooms/a/stream?since=all&limit=1")
                #expect(String(decoding: stream.body, as: UTF8.self).contains("ann: hello"))
            }
        }
    }
}
