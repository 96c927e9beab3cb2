import ChatProtocol
import Synchronization

/// The words of all messages, in a database of their own: what is put into it never makes a post
/// wait for the log's lock, and what is lost of it is made again of the log.
///
/// It holds positions and words, and no text but those of messages that were changed. When the
/// database is found to be damaged it is made anew, and whoever found it so goes on with that.
/// While the disk takes none there is none; a use tries again where none has for a while.
final class SearchIndex: Sendable {
    private struct State {
        /// None while it cannot be opened.
        var database: (any SQLDatabase)?
        /// How often it was made anew.
        var generation = 0
        /// How far the words of a file go at the most, when one is there that is to be opened.
        var head: Int64
        /// Why it could not be opened, and until when nobody tries again: it takes the disk's time,
        /// for which all others wait.
        var failure: (error: StoreError, until: ContinuousClock.Instant)?
    }

    private let state: Mutex<State>
    private let open: @Sendable (Int64) throws(StoreError) -> any SQLDatabase
    private let replace: @Sendable () throws(StoreError) -> Void
    private let onRenewal: @Sendable (StoreError) -> Void
    private let retry: Duration
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Opens the index, if that can be now: a full disk or a folder of odd rights must not keep the
    /// log from being served.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameters:
    ///   - open: opens what is there, and begins an empty one where there is none, or one that goes
    ///     further than a position.
    ///   - replace: puts an empty one in the place of what is there; when it fails, nothing was
    ///     changed.
    ///   - onRenewal: told why one was damaged that was open.
    ///   - retry: how long one that could not be opened is not tried again.
    init(
        head: Int64,
        open: @escaping @Sendable (Int64) throws(StoreError) -> any SQLDatabase,
        replace: @escaping @Sendable () throws(StoreError) -> Void,
        onRenewal: @escaping @Sendable (StoreError) -> Void,
        retry: Duration,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        // The first use tries again, and tells why it cannot be.
        state = Mutex(State(database: try? open(head), head: head))
        self.open = open
        self.replace = replace
        self.onRenewal = onRenewal
        self.retry = retry
        self.now = now
    }

    /// Throws the index away and begins an empty one, to be filled from the log's beginning.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Throws: `searchUnavailable` when the disk does not take it; the old one then serves on.
    func renew() throws(StoreError) {
        try state.withLock { state throws(StoreError) in try remake(&state) }
    }

    private func remake(_ state: inout State) throws(StoreError) {
        do { try replace() } catch { throw .searchUnavailable("\(error)") }
        // The files that it has open are no longer those of the folder.
        state.database = nil
        state.failure = nil
        state.generation += 1
        state.head = 0
        _ = try opened(&state)
    }

    private func opened(_ state: inout State) throws(StoreError) -> any SQLDatabase {
        if let database = state.database { return database }
        if let failure = state.failure, now() < failure.until { throw failure.error }
        do {
            let database = try open(state.head)
            state.database = database
            state.failure = nil
            return database
        } catch {
            let failure = StoreError.searchUnavailable("\(error)")
            state.failure = (failure, now().advanced(by: retry))
            throw failure
        }
    }

    /// The database, and how often it was made anew before.
    private func current() throws(StoreError) -> (database: any SQLDatabase, generation: Int) {
        try state.withLock { state throws(StoreError) in
            let database = try opened(&state)
            return (database, state.generation)
        }
    }

    /// Works with the database; with a new one if it is damaged, or was replaced meanwhile.
    ///
    /// Suspends as the body does.
    ///
    /// - Throws: what the body threw, said of the index.
    func with<Value: Sendable>(
        _ body: @Sendable (any SQLDatabase) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let (database, generation) = try current()
        do {
            return try await body(database)
        } catch .damaged(let detail) {
            try renew(generation, because: .damaged(detail: detail))
        } catch {
            // What fails on files that were taken away tells nothing of those that are there.
            guard state.withLock(\.generation) != generation else { throw error.ofSearch }
        }
        let renewed = try current().database
        do { return try await body(renewed) } catch { throw error.ofSearch }
    }

    /// Makes a damaged database anew, unless another one who found it so has done that.
    private func renew(_ generation: Int, because error: StoreError) throws(StoreError) {
        let isDone = try state.withLock { state throws(StoreError) in
            guard state.generation == generation else { return false }
            try remake(&state)
            return true
        }
        if isDone { onRenewal(error) }
    }

    /// Whether there is an index; if not, the next one begins with the log as it is then, whatever
    /// is removed from it meanwhile.
    ///
    /// Blocks for some milliseconds where none is open.
    ///
    /// - Returns: false while none can be opened.
    func isThere() -> Bool {
        state.withLock { state in
            // Why there is none is told to whoever searches.
            if (try? opened(&state)) != nil { return true }
            state.head = 0
            return false
        }
    }

    // MARK: - Following the log

    /// The position up to which the log's events are in the index.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: 0 in an empty one.
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
    func apply(
        _ steps: [SearchStep],
        after: Int64,
        through: Int64
    ) async throws(StoreError) -> Bool {
        try await with { database async throws(StoreError) in
            try await database.write { session in
                guard try Self.through(session) == after else { return false }
                var writer = SearchWriter(session: session)
                for step in steps { try writer.apply(step) }
                try session.run(Text.setThrough, [.integer(through)])
                return true
            }
        }
    }

    /// Takes out messages that are removed from the log.
    ///
    /// Suspends until they are out.
    ///
    /// Without an index nothing has to be taken out.
    ///
    /// - Parameter steps: each a removal; those that the index has not come to yet are passed over.
    func remove(_ steps: [SearchStep]) async throws(StoreError) {
        guard !steps.isEmpty, isThere() else { return }
        try await with { database async throws(StoreError) in
            try await database.write { session in
                let through = try Self.through(session)
                var writer = SearchWriter(session: session)
                for step in steps where step.position <= through {
                    try writer.apply(step)
                    let position = [SQLValue.integer(step.position)]
                    try session.run(Text.forgetChanged, position)
                    try session.run(Text.forgetImported, position)
                }
            }
        }
    }

    /// How far an index is.
    ///
    /// - Returns: 0 for an empty one.
    static func through(_ session: any SQLSession) throws -> Int64 {
        try session.row(Text.through, []) { try $0.integer(0) } ?? 0
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
    ///   - part: where; how long it takes is bounded by its positions alone.
    ///   - limit: how many, 1 or more.
    /// - Returns: at most so many.
    func matches(
        _ source: SearchSource,
        in part: SearchPart,
        limit: Int,
        isRanked: Bool
    ) async throws(StoreError) -> [Match] {
        let table = Text.table(of: source.list)
        let values = [.text(source.expression)] + part.values + [.integer(Int64(limit))]
        return try await with { database async throws(StoreError) in
            try await database.read(.search) { session in
                try session.rows(isRanked ? table.ranked : table.newest, values) { row in
                    Match(
                        position: try row.integer(0),
                        weight: Double(try row.integer(1)) / Text.weightScale
                    )
                }
            }
        }
    }
}
