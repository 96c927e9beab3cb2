import GRDB
import Testing

@testable import ChatStore

/// The words of private rooms as SQLite sees them: each has to stand behind its room's code.
@Suite(.timeLimit(.minutes(10))) struct SearchTextTests {
    private static let code = RoomCode.code(of: 11)

    /// What SQLite, or the compiler, might take for a gap.
    private static let signs = ["\u{166d}", "\u{301}", "\0", "\u{10ffff}", "\u{378}", "＂", "👍"]

    /// Every scalar, some to a text.
    private static var texts: [[Unicode.Scalar]] {
        let scalars = (UInt32(1)...0x10ffff).compactMap { Unicode.Scalar($0) }
        return stride(from: 0, to: scalars.count, by: 4096).map { start in
            Array(scalars[start..<min(start + 4096, scalars.count)])
        }
    }

    @Test("No scalar parts a word of a private room from its code")
    func everyScalar() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { _ in }
        let queue = try DatabaseQueue(path: folder.path + "/search.sqlite")
        let bare = try await queue.write { database in
            try database.execute(sql: "CREATE VIRTUAL TABLE terms USING fts5vocab(own_words, row)")
            for (number, scalars) in Self.texts.enumerated() {
                let words = scalars.map { "q\($0)z \($0)" }.joined(separator: " ")
                try database.execute(
                    sql: "INSERT INTO own_words (rowid, text, tags) VALUES (?, ?, '')",
                    arguments: [number + 1, SearchText.coded(words, behind: Self.code)]
                )
            }
            let terms = "SELECT term FROM terms WHERE substr(term, 1, ?) <> ?"
            let values: StatementArguments = [RoomCode.length, Self.code]
            return try String.fetchAll(database, sql: terms, arguments: values)
        }
        #expect(bare.isEmpty)
    }

    @Test("SQLite sees as many words in a search as it is charged for")
    func tokens() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { _ in }
        let queue = try DatabaseQueue(path: folder.path + "/search.sqlite")
        let counts = try await queue.write { database in
            try database.execute(sql: "CREATE VIRTUAL TABLE terms USING fts5vocab(words, instance)")
            return try Self.signs.map { sign -> (seen: Int, charged: Int) in
                let text = "a\(sign)b\(sign)c"
                try database.execute(sql: "INSERT INTO words (words) VALUES ('delete-all')")
                try database.execute(
                    sql: "INSERT INTO words (rowid, text, tags) VALUES (1, ?, '')",
                    arguments: [SearchText.indexed(text)]
                )
                let seen = try Int.fetchOne(database, sql: "SELECT count(*) FROM terms") ?? 0
                return (seen, try SearchWords("\"\(text)\"").tokens)
            }
        }
        #expect(counts.allSatisfy { $0.seen == $0.charged }, "\(counts)")
    }
}
