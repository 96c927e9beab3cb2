import ChatProtocol
import ChatStore
import NIOHTTP1
import Testing

@testable import ChatServer

/// A page is one answer that is held as a whole: its bytes bound it, whatever its limit says.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PageBytesTests {
    private static let count = 150

    // Seen as S6: one page of JSON held up to 49 MB of memory.
    @Test(
        "A page ends where its bytes do, and pages one after the other leave nothing out",
        arguments: ["before", "after"]
    )
    func pages(way: String) async throws {
        try await withLongMessages { client in
            var found: [Int64] = []
            var place = way == "before" ? Self.count + 1 : 0
            while true {
                let page = try await read(client, "/rooms/a/messages?limit=500&\(way)=\(place)")
                #expect(page.bytes < EventQuery.answerBytes + 64 * 1024 && !page.seqs.isEmpty)
                #expect(page.seqs == page.seqs.sorted())
                found = way == "before" ? page.seqs + found : found + page.seqs
                place = Int(try #require(way == "before" ? page.seqs.first : page.seqs.last))
                let flag = way == "before" ? "atStart" : "atEnd"
                guard page.text.contains("\"\(flag)\":false") else { break }
            }
            #expect(found == Array(1...Int64(Self.count)))
        }
    }

    @Test("A page around a message has it, and what is on both of its sides")
    func around() async throws {
        try await withLongMessages { client in
            let page = try await read(client, "/rooms/a/messages?limit=500&around=75")
            #expect(page.bytes < EventQuery.answerBytes + 64 * 1024)
            let (first, last) = (try #require(page.seqs.first), try #require(page.seqs.last))
            #expect(page.seqs == Array(first...last) && first < 75 && last > 75)
            #expect(page.text.hasSuffix("\"atStart\":false,\"atEnd\":false}\n"))
        }
    }

    @Test("So does a page of a search, in either order", arguments: ["newest", "rank"])
    func search(order: String) async throws {
        try await withLongMessages { client in
            let page = try await read(client, "/search?q=needle&limit=500&order=\(order)")
            #expect(page.bytes < EventQuery.answerBytes + 64 * 1024 && page.seqs.count > 50)
            #expect(page.text.contains("\"atEnd\":false"))
            guard order == "newest" else { return }
            let log = client.log
            let last = try #require(page.seqs.last)
            let next = try await read(client, "/search?q=needle&limit=500&before=\(log).\(last)")
            #expect(next.seqs.first == last - 1)
        }
    }

    @Test("Rows of a search are all there, however many fit a page", arguments: ["newest", "rank"])
    func rows(order: String) async throws {
        try await withLongMessages { client in
            let path = "/search?q=needle&format=ndjson&order=\(order)"
            let found = try await read(client, path).seqs
            #expect(found.sorted() == Array(1...Int64(Self.count)))
        }
    }

    // MARK: - Asking

    private struct Client {
        let connection: TestConnection
        let log: LogName
    }

    private func read(
        _ client: Client,
        _ path: String
    ) async throws -> (text: String, seqs: [Int64], bytes: Int) {
        let answer = try await client.connection.ask(.GET, path)
        #expect(answer.head.status == .ok)
        let text = String(decoding: answer.body, as: UTF8.self)
        let seqs = text.matches(of: /"seq":(\d+)/).compactMap { Int64($0.output.1) }
        return (text, seqs, answer.body.count)
    }

    private func withLongMessages(_ body: @Sendable (Client) async throws -> Void) async throws {
        try await TestServer.asking { server, connection in
            let text = "needle " + String(repeating: "x", count: 15_000)
            for _ in 1...Self.count { try await connection.post(text) }
            try await body(Client(connection: connection, log: server.services.store.log))
        }
    }
}
