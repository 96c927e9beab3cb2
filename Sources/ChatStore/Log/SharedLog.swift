import ChatProtocol
import Synchronization

/// A log in a database that others may write to: each turn takes up first what was committed since
/// the last one.
///
/// So it finds too what became of its own commit when the connection broke meanwhile.
final class SharedLog: LogEngine {
    /// A turn's part of the log that is new here, and the answers, unless there is more to take up.
    private struct Turn {
        var missed: [DurableEvent]
        var outcome: BatchOutcome?
    }

    /// Events that are taken up at once.
    private static let page = 1000

    private let database: any SQLDatabase
    private let log: LogName
    private let options: StoreOptions
    private let now: @Sendable () -> Timestamp
    /// The position through which all was handed on.
    private let head: Atomic<Int64>
    /// Nobody waits for the lock: one thread takes turns.
    private let memory = Mutex(WriterMemory())

    /// Makes one; nothing is written before the first turn.
    ///
    /// - Parameters:
    ///   - database: the log's.
    ///   - state: of the log, as it was opened.
    ///   - options: the bounds.
    ///   - now: the clock.
    init(
        database: any SQLDatabase,
        _ state: LogState,
        options: StoreOptions,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        log = state.name
        self.options = options
        self.now = now
        head = Atomic(state.head)
    }

    var tick: Duration? { .seconds(1) }

    func start(wake: @escaping @Sendable () -> Void) {}

    /// The disk is PostgreSQL's own affair.
    func refusal() -> StoreError? { nil }

    func turn(
        _ batch: Batch,
        handOn: (Commit) -> Void
    ) throws(StoreError) -> BatchOutcome {
        while true {
            let start = ContinuousClock.now
            let turn = try memory.withLock { memory throws(StoreError) in
                try write(batch, memory)
            }
            take(turn.missed, isOwn: false, .zero, handOn)
            guard let outcome = turn.outcome else { continue }
            take(outcome.events, isOwn: true, start.duration(to: .now), handOn)
            return outcome
        }
    }

    func follow(handOn: (Commit) -> Void) throws(StoreError) {
        var isWhole = false
        while !isWhole {
            let missed = try database.commit { try events(in: $0) }
            take(missed, isOwn: false, .zero, handOn)
            isWhole = missed.count < Self.page
        }
    }

    /// Hands events on, if there are any.
    private func take(
        _ events: [DurableEvent],
        isOwn: Bool,
        _ duration: Duration,
        _ handOn: (Commit) -> Void
    ) {
        guard let commit = Commit(events, in: duration, isOwn: isOwn) else { return }
        head.store(commit.last, ordering: .releasing)
        handOn(commit)
    }

    /// Writes a batch behind all that was handed on; nothing yet while there is more to hand on.
    private func write(_ batch: Batch, _ memory: WriterMemory) throws(StoreError) -> Turn {
        do throws(StoreError) {
            return try database.commit { session in
                var turn = Turn(missed: try events(in: session))
                guard turn.missed.count < Self.page else { return turn }
                var writer = try BatchWriter(
                    session: session,
                    log: log,
                    now: now(),
                    options: options,
                    memory: memory
                )
                turn.outcome = try writer.write(batch)
                return turn
            }
        } catch {
            memory.forget()
            throw error
        }
    }

    /// The next events of the log that were not handed on.
    private func events(in session: any SQLSession) throws -> [DurableEvent] {
        try session.events(after: head.load(ordering: .acquiring), limit: Self.page, of: log)
    }
}
