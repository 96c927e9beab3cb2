import ChatProtocol
import Synchronization

/// The one that writes the log: what comes while a transaction commits is committed as the next.
final class Appender: Sendable {
    /// How an answer finds who asked.
    private typealias Reply<Value> = CheckedContinuation<Result<Value, StoreError>, Never>

    /// One that waits.
    private enum Job: Sendable {
        case append(Draft, Reply<Appended>)
        case markRead(ReadMark, Reply<Int64>)
    }

    private struct State: Sendable {
        var line: WaitingLine<Job>
        /// The loop, while it has nothing to do.
        var sleeper: CheckedContinuation<Void, Never>?
    }

    /// What a read mark takes in the queue.
    private static let markBytes = 256

    private let database: any SQLDatabase
    private let log: LogName
    private let options: StoreOptions
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<State>
    private let newest: Atomic<Int64>

    /// Makes an appender; nothing is written before ``run(onCommit:)``.
    ///
    /// - Parameters:
    ///   - database: the log's.
    ///   - log: the log's name.
    ///   - head: the position of its newest event.
    ///   - options: the bounds.
    ///   - now: the clock.
    init(
        database: any SQLDatabase,
        log: LogName,
        head: Int64,
        options: StoreOptions,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.log = log
        self.options = options
        self.now = now
        newest = Atomic(head)
        let line = WaitingLine<Job>(limit: options.queueLimit, byteLimit: options.queueByteLimit)
        state = Mutex(State(line: line))
    }

    /// The newest committed position.
    var head: Int64 { newest.load(ordering: .acquiring) }

    /// How many wait for a transaction.
    var waiting: Int { state.withLock { $0.line.count } }

    // MARK: - Those who ask

    /// Appends a draft.
    ///
    /// Suspends until its transaction is committed and handed on; cancellation does not revoke it.
    ///
    /// - Parameter draft: what to append.
    /// - Returns: the event.
    /// - Throws: why it is not in the log.
    func append(_ draft: Draft) async throws(StoreError) -> Appended {
        try await withCheckedContinuation { reply in
            enqueue(.append(draft, reply), bytes: draft.bytes, reply)
        }.get()
    }

    /// Moves a read mark forward.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter mark: where it shall be at least.
    /// - Returns: where it is.
    /// - Throws: why it was not moved.
    func markRead(_ mark: ReadMark) async throws(StoreError) -> Int64 {
        try await withCheckedContinuation { reply in
            enqueue(.markRead(mark, reply), bytes: Self.markBytes, reply)
        }.get()
    }

    private func enqueue<Value>(_ job: Job, bytes: Int, _ reply: Reply<Value>) {
        let queued = state.withLock {
            state -> Result<CheckedContinuation<Void, Never>?, StoreError> in
            Result { () throws(StoreError) in
                try state.line.add(job, bytes: bytes)
                return state.sleeper.take()
            }
        }
        switch queued {
        case .success(let sleeper): sleeper?.resume()
        case .failure(let error): reply.resume(returning: .failure(error))
        }
    }

    /// Takes no more work; what waits is still committed.
    func close() {
        state.withLock { state in
            state.line.close()
            return state.sleeper.take()
        }?.resume()
    }

    // MARK: - The loop

    /// Commits what comes, until it is closed or cancelled and nothing waits.
    ///
    /// - Parameter onCommit: takes each commit, in order, before its posters are answered.
    func run(onCommit: @Sendable (Commit) async -> Void) async {
        await withTaskCancellationHandler {
            while let jobs = await nextJobs() {
                await commit(jobs, onCommit)
            }
        } onCancel: {
            close()
        }
    }

    /// Waits for work; `nil` when there will be none.
    private func nextJobs() async -> [Job]? {
        while true {
            let (jobs, isClosed) = state.withLock { state in
                let most = options.commitLimit
                let jobs = state.line.take(most: most, mostBytes: options.commitByteLimit)
                return (jobs, state.line.isClosed)
            }
            if !jobs.isEmpty { return jobs }
            if isClosed { return nil }
            await sleep()
        }
    }

    private func sleep() async {
        await withCheckedContinuation { sleeper in
            let mustWork = state.withLock { state in
                if !state.line.isEmpty || state.line.isClosed { return true }
                state.sleeper = sleeper
                return false
            }
            if mustWork { sleeper.resume() }
        }
    }

    private func commit(_ jobs: [Job], _ onCommit: @Sendable (Commit) async -> Void) async {
        let batch = Self.batch(of: jobs)
        do {
            let outcome = try await database.write { [log, options, now] session in
                let writer = BatchWriter(session: session, log: log, now: now(), options: options)
                return try writer.write(batch)
            }
            if let first = outcome.events.first?.cursor?.position,
                let last = outcome.events.last?.cursor?.position
            {
                newest.store(last, ordering: .releasing)
                await onCommit(Commit(events: outcome.events, first: first, last: last))
            }
            answer(jobs, with: outcome)
        } catch {
            fail(jobs, with: error)
        }
    }

    private static func batch(of jobs: [Job]) -> Batch {
        var batch = Batch()
        for job in jobs {
            switch job {
            case .append(let draft, _): batch.drafts.append(draft)
            case .markRead(let mark, _): batch.marks.append(mark)
            }
        }
        return batch
    }

    private func answer(_ jobs: [Job], with outcome: BatchOutcome) {
        var appended = outcome.appended.makeIterator()
        var marked = outcome.marked.makeIterator()
        let lost = StoreError.unavailable("a write was left without an answer")
        for job in jobs {
            switch job {
            case .append(_, let reply): reply.resume(returning: appended.next() ?? .failure(lost))
            case .markRead(_, let reply): reply.resume(returning: marked.next() ?? .failure(lost))
            }
        }
    }

    private func fail(_ jobs: [Job], with error: StoreError) {
        for job in jobs {
            switch job {
            case .append(_, let reply): reply.resume(returning: .failure(error))
            case .markRead(_, let reply): reply.resume(returning: .failure(error))
            }
        }
    }
}
