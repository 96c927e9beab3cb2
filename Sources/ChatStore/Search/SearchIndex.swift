import ChatProtocol
import Synchronization

/// The words of all messages, in a database of their own: what is put into it never makes a post
/// wait for the log's lock, and what is lost of it is made again of the log.
///
/// It holds positions and words, and no text but those of messages that were changed. When the
/// database is found to be damaged it is made anew, and whoever found it so goes on with that.
final class SearchIndex: Sendable {
    private struct State {
        var database: any SQLDatabase
        /// How often it was made anew.
        var generation = 0
    }

    private let state: Mutex<State>
    private let make: @Sendable () throws(StoreError) -> any SQLDatabase
    private let onRenewal: @Sendable (StoreError) -> Void

    /// Takes a database.
    ///
    /// - Parameters:
    ///   - database: prepared.
    ///   - make: removes it and makes an empty one.
    ///   - onRenewal: told why one was damaged.
    init(
        database: any SQLDatabase,
        make: @escaping @Sendable () throws(StoreError) -> any SQLDatabase,
        onRenewal: @escaping @Sendable (StoreError) -> Void
    ) {
        state = Mutex(State(database: database))
        self.make = make
        self.onRenewal = onRenewal
    }

    /// Opens the index of a data folder, and makes it if there is none that can be used.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameters:
    ///   - folder: the data folder, which this process has locked.
    ///   - options: the bounds.
    ///   - log: the log's name.
    ///   - head: its newest position.
    ///   - onRenewal: told why one was damaged.
    /// - Throws: what SQLite said.
    convenience init(
        in folder: DataFolder,
        options: StoreOptions,
        log: LogName,
        head: Int64,
        onRenewal: @escaping @Sendable (StoreError) -> Void
    ) throws(StoreError) {
        let open = { @Sendable (head: Int64) throws(StoreError) -> any SQLDatabase in
            try SQLiteDatabase(searchIn: folder, options: options, log: log, head: head)
        }
        self.init(
            database: try open(head),
            make: { () throws(StoreError) in
                folder.removeSearch()
                return try open(0)
            },
            onRenewal: onRenewal
        )
    }

    /// Throws the index away and begins an empty one, to be filled from the log's beginning.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Throws: `searchUnavailable` when the disk does not take it.
    func renew() throws(StoreError) {
        try state.withLock { state throws(StoreError) in
            do { state.database = try make() } catch { throw .searchUnavailable("\(error)") }
            state.generation += 1
        }
    }

    /// Works with the database; with a new one if it is damaged.
    private func with<Value: Sendable>(
        _ body: @Sendable (any SQLDatabase) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let (database, generation) = state.withLock { ($0.database, $0.generation) }
        do {
            return try await body(database)
        } catch .damaged(let detail) {
            try replace(generation, because: .damaged(detail: detail))
        } catch {
            throw error.ofSearch
        }
        let renewed = state.withLock(\.database)
        do { return try await body(renewed) } catch { throw error.ofSearch }
    }

    /// Makes a damaged database anew, unless another one who found it so has done that.
    private func replace(_ generation: Int, because error: StoreError) throws(StoreError) {
        let isDone = try state.withLock { state throws(StoreError) in
            guard state.generation == generation else { return false }
            do { state.database = try make() } catch { throw .searchUnavailable("\(error)") }
            state.generation += 1
            return true
        }
        if isDone { onRenewal(error) }
    }

    // MARK: - Following the log

    /// The position up to which the log's events are in the index.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: 0 in an empty one.
    /// - Throws: what the database said.
    func through() async throws(StoreError) -> Int64 {
        try await with { database async throws(StoreError) in
            try await database.read { try Self.through($0) }
        }
    }

    /// Puts in what the log says next.
    ///
    /// Suspends until it is in.
    ///
    /// - Parameters:
    ///   - steps: in the order of their events.
    ///   - after: the position after which they begin.
    ///   - through: the position through which they go.
    /// - Returns: false when another call was faster, or the index was made anew: nothing was done.
    /// - Throws: what the database said.
    func apply(
        _ steps: [SearchStep],
        after: Int64,
        through: Int64
    ) async throws(StoreError) -> Bool {
        try await with { database async throws(StoreError) in
            try await database.write { session in
                guard try Self.through(session) == after else { return false }
                for step in steps { try Self.apply(step, in: session) }
                try session.run(Text.setThrough, [.integer(through)])
                return true
            }
        }
    }

    /// Takes out messages that are removed from the log.
    ///
    /// Suspends until they are out.
    ///
    /// - Parameter steps: each a removal; those that the index has not come to yet are passed over.
    /// - Throws: what the database said.
    func remove(_ steps: [SearchStep]) async throws(StoreError) {
        guard !steps.isEmpty else { return }
        try await with { database async throws(StoreError) in
            try await database.write { session in
                let through = try Self.through(session)
                for step in steps where step.position <= through {
                    try Self.apply(step, in: session)
                    let position = [SQLValue.integer(step.position)]
                    try session.run(Text.forgetChanged, position)
                    try session.run(Text.forgetImported, position)
                }
            }
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
            return try session.run(Text.add, [position, .text(SearchText.indexed(text)), tags])
        case .replace(let old, let new): (said, text) = (old, new)
        case .remove(let old): (said, text) = (old, nil)
        }
        let changed = try session.row(Text.changed, [position]) { try $0.optionalText(0) }
        // Of a message that was deleted nothing is in the index, and nothing comes back.
        guard let old = changed ?? said else { return }
        try session.run(Text.remove, [position, .text(SearchText.indexed(old)), tags])
        if let text {
            try session.run(Text.add, [position, .text(SearchText.indexed(text)), tags])
        }
        try session.run(Text.setChanged, [position, SQLValue(text)])
    }

    // MARK: - Searching

    /// A message that matches.
    struct Match: Sendable {
        var position: Int64
        /// More is better; 0 where it was not asked for.
        var weight: Double
    }

    /// The messages of a part that match, the newest first.
    ///
    /// Suspends while it waits for its turn and reads.
    ///
    /// - Parameters:
    ///   - expression: in the language of FTS5.
    ///   - part: where; how long it takes is bounded by its positions alone.
    ///   - limit: how many, 1 or more.
    ///   - isRanked: whether they are weighed.
    /// - Returns: at most so many.
    /// - Throws: what the database said.
    func matches(
        _ expression: String,
        in part: SearchPart,
        limit: Int,
        isRanked: Bool
    ) async throws(StoreError) -> [Match] {
        let values = [.text(expression)] + part.values + [.integer(Int64(limit))]
        let text = isRanked ? Text.ranked : Text.newest
        return try await with { database async throws(StoreError) in
            try await database.read(.search) { session in
                try session.rows(text, values) { row in
                    Match(
                        position: try row.integer(0),
                        weight: Double(try row.integer(1)) / Text.weightScale
                    )
                }
            }
        }
    }
}

extension StoreError {
    /// The same, said of the index: the log is as it was.
    fileprivate var ofSearch: StoreError {
        switch self {
        case .damaged(let detail), .unavailable(let detail), .unreachable(let detail),
            .outcomeUnknown(let detail):
            .searchUnavailable(detail)
        case .storageFull: .searchUnavailable("no space is left for it")
        default: self
        }
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
        static let changed = "SELECT text FROM changed WHERE position = $1"
        static let setChanged = """
            INSERT INTO changed (position, text) VALUES ($1, $2)
            ON CONFLICT (position) DO UPDATE SET text = excluded.text
            """
        static let forgetChanged = "DELETE FROM changed WHERE position = $1"
        static let forgetImported = "DELETE FROM imported WHERE position = $1"
        static let addImported = "INSERT INTO imported (position, at) VALUES ($1, $2)"
        /// Weights are passed on as whole numbers, which all databases have.
        static let weightScale = 1_000_000.0
        static let newest = matching("0")
        static let ranked = matching("CAST(burble_rank(words) * \(weightScale) AS INTEGER)")

        private static func matching(_ weight: String) -> String {
            """
            SELECT rowid, \(weight) FROM words
            WHERE words MATCH $1 AND \(SearchPart.condition) ORDER BY rowid DESC LIMIT $7
            """
        }
    }
}
