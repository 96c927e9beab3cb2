import ChatProtocol
import GRDB
import GRDBSQLite
import Testing

@testable import ChatStore

/// What a search costs tells nothing of rooms that one may not see: it is counted here in pages of
/// the index, which are the same on each machine.
@Suite(.timeLimit(.minutes(10))) struct SearchWorkTests {
    private static let hidden = 240

    /// What a stranger is given, and at what cost.
    private struct Cost: Equatable {
        var texts: [String]
        var sources: [SearchSource]
        /// Of each source, the newest first and the best first.
        var pages: [Int32] = []
    }

    @Test("A search looks at as many pages, whether hidden rooms have its words or others")
    func hiddenWords() async throws {
        let sought = ["needle", "need", "n", "\"needle in\"", "tea needle", "tea", "absent"]
        let queries = try sought.map { try query($0) }
        let having = try await costs(of: queries, hidden: "needle in tea", by: "eve")
        let lacking = try await costs(of: queries, hidden: "thread on cup", by: "eve")
        for (index, cost) in having.enumerated() {
            #expect(cost == lacking[index], "\(sought[index])")
            #expect(cost.sources.map(\.list) == [.common])
            #expect(cost.pages.count == 2 && cost.pages.allSatisfy { $0 > 0 })
        }
        #expect(having[5].texts.count == Self.hidden / 12)
    }

    @Test("What somebody has said in hidden rooms adds nothing to a search for that one's words")
    func hiddenAuthors() async throws {
        let queries = [try query("tea", by: "eve"), try query("tea", by: "ann")]
        let having = try await costs(of: queries, hidden: "tea", by: "eve")
        let lacking = try await costs(of: queries, hidden: "tea", by: "mallory")
        #expect(having == lacking)
    }

    @Test("Those who see the room find what it says, so that there is something to hide")
    func seen() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await fill(store, hidden: "needle", by: "eve")
            let secret = try RoomName("secret")
            let scope = SearchScope.common(and: [secret])
            let query = SearchQuery(try SearchWords("needle"), scope: scope)
            #expect(try await store.rankedSearch(query).count == Self.hidden)
        }
    }

    private func query(_ text: String, by user: String? = nil) throws -> SearchQuery {
        var query = SearchQuery(try SearchWords(text), scope: .common())
        query.user = try user.map { try MemberName($0) }
        return query
    }

    /// A public room with a few messages among many of a private one, each at the same position.
    private func fill(_ store: ChatStore, hidden: String, by author: String) async throws {
        try await store.make("secret", .private)
        for number in 0..<Self.hidden {
            try await store.say("\(hidden) \(number)", in: "secret", by: author)
            guard number % 12 == 0 else { continue }
            try await store.say("tea is served", in: "lobby", by: "ann")
        }
        while try await store.followSearch(limit: 50).behind > 0 {}
    }

    private func costs(
        of queries: [SearchQuery],
        hidden: String,
        by author: String
    ) async throws -> [Cost] {
        let folder = try TemporaryFolder()
        var costs = try await withStore(in: folder) { store in
            try await fill(store, hidden: hidden, by: author)
            var costs: [Cost] = []
            for query in queries {
                let page = try await store.search(query, limit: 100)
                let sources = try await store.searchSources(of: query)
                costs.append(Cost(texts: page.messages.map(\.text), sources: sources))
            }
            return costs
        }
        // The store has closed it: what is counted is of this connection alone.
        let queue = try DatabaseQueue(path: folder.path + "/search.sqlite")
        for index in costs.indices {
            let sources = costs[index].sources
            costs[index].pages = try await queue.read { database in
                try Self.pages(of: sources, database)
            }
        }
        return costs
    }

    private static func pages(of sources: [SearchSource], _ database: Database) throws -> [Int32] {
        try SearchRank.add(to: database)
        var counts: [Int32] = []
        for source in sources {
            let table = SearchIndex.Text.table(of: source.list)
            for statement in [table.newest, table.ranked] {
                counts.append(try pages(of: statement, source.expression, database))
            }
        }
        return counts
    }

    /// How many pages a statement looks at in the whole log.
    private static func pages(
        of statement: String,
        _ expression: String,
        _ database: Database
    ) throws -> Int32 {
        let values: [SQLValue] = [
            .text(expression), .integer(0), .integer(.max), .integer(.max), .null, .null,
            .integer(1000),
        ]
        let session = SQLiteSession(database: database)
        // What a connection reads once is no part of it.
        try session.run(statement, values)
        let before = pages(database)
        try session.run(statement, values)
        return pages(database) - before
    }

    private static func pages(_ database: Database) -> Int32 {
        var (hits, misses, highest): (Int32, Int32, Int32) = (0, 0, 0)
        // SQLite fills the numbers before it returns.
        let connection = unsafe database.sqliteConnection
        unsafe sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_HIT, &hits, &highest, 0)
        unsafe sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_MISS, &misses, &highest, 0)
        return hits + misses
    }
}
