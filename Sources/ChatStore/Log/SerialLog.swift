import ChatProtocol
import Synchronization

/// A log that this process alone writes: what it commits is all there is to hand on.
final class SerialLog: LogEngine {
    private let database: any SQLDatabase
    private let log: LogName
    private let options: StoreOptions
    private let space: DiskSpace
    private let now: @Sendable () -> Timestamp
    /// Nobody waits for the lock: one thread takes turns.
    private let memory: Mutex<WriterMemory>

    /// Makes one; nothing is written before the first turn.
    ///
    /// - Parameters:
    ///   - last: the last time that the log knows; `nil` where the clock is believed at once.
    init(
        database: any SQLDatabase,
        log: LogName,
        options: StoreOptions,
        space: DiskSpace,
        after last: Timestamp? = nil,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.log = log
        self.options = options
        self.space = space
        self.now = now
        memory = Mutex(WriterMemory(after: last, keysLivingFor: options.keyLifetime))
    }

    /// Nobody else writes.
    var tick: Duration? { nil }

    func start(wake: @escaping @Sendable () -> Void) {}

    func refusal(beside bytes: Int) -> StoreError? { space.refusal(beside: Int64(bytes)) }

    func turn(_ batch: Batch, handOn: (Commit) -> Void) throws(StoreError) -> BatchOutcome {
        let start = ContinuousClock.now
        let outcome = try memory.withLock { memory throws(StoreError) in
            do throws(StoreError) {
                return try write(batch, memory)
            } catch {
                memory.forget()
                throw error
            }
        }
        let duration = start.duration(to: .now)
        let commit = Commit(outcome.events, in: duration, madeAt: outcome.madeAt)
        if let commit { handOn(commit) }
        return outcome
    }

    /// There is nothing to follow: it writes, and takes that back, to see whether the disk lets it.
    func follow(handOn: (Commit) -> Void) throws(StoreError) {
        try database.commit { session in
            try session.run(Statements.tryWriting, [])
            try session.run(Statements.takeTryBack, [])
        }
    }

    private func write(_ batch: Batch, _ memory: WriterMemory) throws(StoreError) -> BatchOutcome {
        try database.commit { session in
            var writer = BatchWriter(
                session: session,
                log: log,
                now: now(),
                options: options,
                newest: try session.row(Statements.newestEvent, []) { try LogEnd(row: $0, at: 0) },
                memory: memory
            )
            return try writer.write(batch)
        }
    }
}
