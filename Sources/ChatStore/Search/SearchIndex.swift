import ChatProtocol

/// The words of all messages, in a database of their own: what is put into it never makes a post
/// wait for the log's lock, and what is lost of it is made again of the log.
///
/// It holds positions and words, and no text but those of messages that were changed.
struct SearchIndex: Sendable {
    /// The most matches that are put in order of their weight; older ones are left out, since every
    /// match has to be weighed before the first is known.
    static let rankLimit: Int64 = 2000

    let database: any SQLDatabase

    // MARK: - Following the log

    /// The position up to which the log's events are in the index.
    ///
    /// - Returns: 0 in an empty one.
    /// - Throws: what the database said.
    func through() async throws(StoreError) -> Int64 {
        try await database.read { try Self.through($0) }
    }

    /// Puts in what the log says next.
    ///
    /// - Parameters:
    ///   - steps: in the order of their events.
    ///   - after: the position after which they begin.
    ///   - through: the position through which they go.
    /// - Returns: false when another call was faster, and nothing was done.
    /// - Throws: what the database said.
    func apply(
        _ steps: [SearchStep],
        after: Int64,
        through: Int64
    ) async throws(StoreError) -> Bool {
        try await database.write { session in
            guard try Self.through(session) == after else { return false }
            for step in steps { try Self.apply(step, in: session) }
            try session.run(Text.setThrough, [.integer(through)])
            return true
        }
    }

    /// Empties the index, to be filled again from the log's beginning.
    ///
    /// - Throws: what the database said.
    func clear() async throws(StoreError) {
        try await database.write { session in
            try session.run(Text.clearWords, [])
            try session.run(Text.clearChanged, [])
            try session.run(Text.clearImported, [])
            try session.run(Text.setThrough, [.integer(0)])
        }
    }

    private static func through(_ session: any SQLSession) throws -> Int64 {
        try session.row(Text.through, []) { try $0.integer(0) } ?? 0
    }

    private static func apply(_ step: SearchStep, in session: any SQLSession) throws {
        let position = SQLValue.integer(step.position)
        let tags = SQLValue.text(step.tags)
        let said: String
        let text: String?
        switch step.change {
        case .add(let text):
            if let at = step.importedAt?.milliseconds {
                try session.run(Text.addImported, [position, .integer(at)])
            }
            return try session.run(Text.add, [position, .text(SearchWords.spaced(text)), tags])
        case .replace(let old, let new): (said, text) = (old, new)
        case .remove(let old): (said, text) = (old, nil)
        }
        let changed = try session.row(Text.changed, [position]) { try $0.optionalText(0) }
        // Of a message that was deleted nothing is in the index, and nothing comes back.
        guard let old = changed ?? said else { return }
        try session.run(Text.remove, [position, .text(SearchWords.spaced(old)), tags])
        if let text {
            try session.run(Text.add, [position, .text(SearchWords.spaced(text)), tags])
        }
        try session.run(Text.setChanged, [position, SQLValue(text)])
    }

    // MARK: - Searching

    /// The positions of messages that match, the newest first.
    ///
    /// - Parameters:
    ///   - expression: in the language of FTS5.
    ///   - part: where.
    ///   - limit: how many, 1 or more.
    /// - Returns: at most so many.
    /// - Throws: what the database said.
    func newest(
        _ expression: String,
        in part: SearchPart,
        limit: Int
    ) async throws(StoreError) -> [Int64] {
        let values = [.text(expression)] + part.values + [.integer(Int64(limit))]
        return try await database.read { try $0.rows(Text.newest, values) { try $0.integer(0) } }
    }

    /// The positions of messages that match, those that match best first.
    ///
    /// - Parameters:
    ///   - expression: in the language of FTS5.
    ///   - part: where.
    /// - Returns: at most ``rankLimit``.
    /// - Throws: what the database said.
    func ranked(
        _ expression: String,
        in part: SearchPart
    ) async throws(StoreError) -> [Int64] {
        let values = [.text(expression)] + part.values + [.integer(Self.rankLimit)]
        return try await database.read { try $0.rows(Text.ranked, values) { try $0.integer(0) } }
    }
}

extension SearchIndex {
    /// What only SQLite's FTS5 understands; another database has an index of its own kind.
    ///
    /// Source: https://www.sqlite.org/fts5.html
    private enum Text {
        static let through = "SELECT through FROM progress"
        static let setThrough = "UPDATE progress SET through = $1"
        static let add = "INSERT INTO words (rowid, text, tags) VALUES ($1, $2, $3)"
        static let remove = """
            INSERT INTO words (words, rowid, text, tags) VALUES ('delete', $1, $2, $3)
            """
        static let clearWords = "INSERT INTO words (words) VALUES ('delete-all')"
        static let changed = "SELECT text FROM changed WHERE position = $1"
        static let setChanged = """
            INSERT INTO changed (position, text) VALUES ($1, $2)
            ON CONFLICT (position) DO UPDATE SET text = excluded.text
            """
        static let clearChanged = "DELETE FROM changed"
        static let addImported = "INSERT INTO imported (position, at) VALUES ($1, $2)"
        static let clearImported = "DELETE FROM imported"
        static let newest = """
            SELECT rowid FROM words WHERE words MATCH $1 AND \(SearchPart.condition)
            ORDER BY rowid DESC LIMIT $7
            """
        static let ranked = """
            SELECT position FROM (
            SELECT rowid AS position, rank AS weight FROM words
            WHERE words MATCH $1 AND \(SearchPart.condition) ORDER BY rowid DESC LIMIT $7)
            ORDER BY weight, position DESC
            """
    }
}
