import ChatProtocol
import Dispatch
import Synchronization

/// The one that writes the log: what comes while a transaction commits is committed as the next.
final class Appender: Sendable {
    private struct State: Sendable {
        var line: WaitingLine<WaitingWrite>
        /// True from when the loop found nothing to do until it is woken.
        var isAsleep = false
    }

    /// What a read mark takes in the queue.
    private static let markBytes = 256

    private let database: any SQLDatabase
    private let log: LogName
    private let options: StoreOptions
    private let room: DiskRoom
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<State>
    private let newest: Atomic<Int64>
    /// Counts at most one: it is rung by whoever ends the loop's sleep.
    private let bell = DispatchSemaphore(value: 0)

    /// Makes an appender; nothing is written before ``run(onCommit:)``.
    ///
    /// - Parameters:
    ///   - database: the log's.
    ///   - log: the log's name.
    ///   - head: the position of its newest event.
    ///   - options: the bounds.
    ///   - room: the disk's.
    ///   - now: the clock.
    init(
        database: any SQLDatabase,
        log: LogName,
        head: Int64,
        options: StoreOptions,
        room: DiskRoom,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.log = log
        self.options = options
        self.room = room
        self.now = now
        newest = Atomic(head)
        let line = WaitingLine<WaitingWrite>(
            limit: options.queueLimit,
            byteLimit: options.queueByteLimit
        )
        state = Mutex(State(line: line))
    }

    /// The newest committed position.
    var head: Int64 { newest.load(ordering: .acquiring) }

    /// How many wait for a transaction.
    var waiting: Int { state.withLock { $0.line.count } }

    // MARK: - Those who ask

    /// Appends a draft.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - draft: what to append.
    ///   - answer: is told once, on the committing thread after the commit was handed on; at once
    ///     and on this thread when the draft is not taken.
    func append(_ draft: Draft, answer: @escaping WaitingWrite.Reply<Appended>) {
        enqueue(.append(draft, answer), bytes: draft.bytes, answer)
    }

    /// Moves a read mark forward.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter mark: where it shall be at least.
    /// - Returns: where it is.
    /// - Throws: why it was not moved.
    func markRead(_ mark: ReadMark) async throws(StoreError) -> Int64 {
        try await withCheckedContinuation { continuation in
            let reply: WaitingWrite.Reply<Int64> = { continuation.resume(returning: $0) }
            enqueue(.markRead(mark, reply), bytes: Self.markBytes, reply)
        }.get()
    }

    /// Makes a room.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter founding: what makes it.
    /// - Returns: its first events; none when there is one of the name.
    /// - Throws: why there is none now.
    func found(_ founding: RoomFounding) async throws(StoreError) -> [DurableEvent] {
        try await withCheckedContinuation { continuation in
            let reply: WaitingWrite.Reply<[DurableEvent]> = { continuation.resume(returning: $0) }
            enqueue(.found(founding, reply), bytes: founding.bytes, reply)
        }.get()
    }

    /// Takes a room away.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter room: the room.
    /// - Returns: false when there is none.
    /// - Throws: why it is still there.
    func drop(_ room: RoomName) async throws(StoreError) -> Bool {
        try await withCheckedContinuation { continuation in
            let reply: WaitingWrite.Reply<Bool> = { continuation.resume(returning: $0) }
            enqueue(.drop(room, reply), bytes: Self.markBytes, reply)
        }.get()
    }

    /// Amends a message.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter amendment: what is to be done.
    /// - Returns: what became of it.
    /// - Throws: why it could not be judged.
    func amend(_ amendment: Amendment) async throws(StoreError) -> Amended {
        try await withCheckedContinuation { continuation in
            let reply: WaitingWrite.Reply<Amended> = { continuation.resume(returning: $0) }
            enqueue(.amend(amendment, reply), bytes: amendment.bytes, reply)
        }.get()
    }

    /// Imports rows.
    ///
    /// Suspends until their transaction is committed.
    ///
    /// - Parameter batch: the next of its import.
    /// - Returns: what became of each row.
    /// - Throws: why none of them is in the log.
    func importRows(_ batch: ImportBatch) async throws(StoreError) -> [ImportFate] {
        try await withCheckedContinuation { continuation in
            let reply: WaitingWrite.Reply<[ImportFate]> = { continuation.resume(returning: $0) }
            enqueue(.importRows(batch, reply), bytes: batch.bytes, reply)
        }.get()
    }

    private func enqueue<Value>(
        _ write: WaitingWrite,
        bytes: Int,
        _ reply: WaitingWrite.Reply<Value>
    ) {
        do throws(StoreError) {
            let mustWake = try state.withLock { state throws(StoreError) in
                try state.line.add(write, bytes: bytes)
                return state.isAsleep.take()
            }
            if mustWake { bell.signal() }
        } catch {
            reply(.failure(error))
        }
    }

    /// Takes no more work; what waits is still committed.
    func close() {
        let mustWake = state.withLock { state in
            state.line.close()
            return state.isAsleep.take()
        }
        if mustWake { bell.signal() }
    }

    // MARK: - The loop

    /// Commits what comes, until it is closed or cancelled and nothing waits.
    ///
    /// Suspends for as long; a thread of its own does the work and ends with it.
    ///
    /// - Parameter onCommit: takes each commit, in order, before its posters are answered.
    func run(onCommit: @escaping @Sendable (Commit) -> Void) async {
        await withTaskCancellationHandler {
            let hasRun = await CommitThread.run { [self] in
                let memory = WriterMemory()
                while let writes = nextWrites() { commit(admitted(writes), memory, onCommit) }
            }
            if !hasRun { giveUp() }
        } onCancel: {
            close()
        }
    }

    /// Refuses what waits and all that would come.
    private func giveUp() {
        close()
        while let writes = nextWrites() {
            writes.answer(with: .unavailable("there is no thread for it"))
        }
    }

    /// Waits for work; `nil` when there will be none.
    private func nextWrites() -> [WaitingWrite]? {
        while true {
            let (writes, isClosed) = state.withLock { state in
                let most = options.commitLimit
                let writes = state.line.take(most: most, mostBytes: options.commitByteLimit)
                state.isAsleep = writes.isEmpty && !state.line.isClosed
                return (writes, state.line.isClosed)
            }
            if !writes.isEmpty { return writes }
            if isClosed { return nil }
            bell.wait()
        }
    }

    /// Those that the disk has room for; the others are refused.
    private func admitted(_ writes: [WaitingWrite]) -> [WaitingWrite] {
        guard let refusal = room.refusal() else { return writes }
        writes.filter(\.growsLog).answer(with: refusal)
        return writes.filter { !$0.growsLog }
    }

    private func commit(
        _ writes: [WaitingWrite],
        _ memory: WriterMemory,
        _ onCommit: @Sendable (Commit) -> Void
    ) {
        do throws(StoreError) {
            let start = ContinuousClock.now
            let outcome = try write(Batch(writes), memory)
            let duration = start.duration(to: .now)
            if let first = outcome.events.first?.cursor?.position,
                let last = outcome.events.last?.cursor?.position
            {
                newest.store(last, ordering: .releasing)
                onCommit(
                    Commit(events: outcome.events, first: first, last: last, duration: duration)
                )
            }
            writes.answer(with: outcome)
        } catch {
            memory.forget()
            writes.answer(with: error)
        }
    }

    private func write(
        _ batch: Batch,
        _ memory: WriterMemory
    ) throws(StoreError) -> BatchOutcome {
        try database.commit { session in
            var writer = try BatchWriter(
                session: session,
                log: log,
                now: now(),
                options: options,
                memory: memory
            )
            return try writer.write(batch)
        }
    }
}

extension Bool {
    /// Gives the value and leaves false.
    fileprivate mutating func take() -> Bool {
        defer { self = false }
        return self
    }
}
