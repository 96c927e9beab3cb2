#if Postgres
import ChatProtocol
import Dispatch
import Synchronization

/// A log in a database that others may write to: each turn takes up first what was committed since
/// the last one.
///
/// So it finds too what became of its own commit when the connection broke meanwhile.
final class SharedLog: LogEngine {
    /// What the thread that commits knows of the log.
    struct State {
        /// The position through which all was handed on.
        var head: Int64
        /// Whether the last turn or look found the database.
        var contact = Contact.held
        /// The connection on which the database was seen to have all of that.
        var checked: Int64 = 0
        /// The number of changes of access that was handed on.
        var access: Int64
        /// Whether others have changed who may do what since the last batch: the next one was
        /// judged without that.
        var isChanged = false
        /// Batches one after the other that were judged without that.
        var tooEarly = 0
    }

    /// Batches one after the other that are refused as judged too early.
    ///
    /// Others who change something all the time do not keep this server from its turn. Each time it
    /// is told what there is, so what it knows then is as old as its last try.
    private static let tooEarlyLimit = 4

    let database: PostgresDatabase
    private let bus: PostgresBus
    private let log: LogName
    private let options: StoreOptions
    private let now: @Sendable () -> Timestamp
    /// Nobody waits for this lock, nor for the next: one thread takes turns.
    private let state: Mutex<State>
    let memory: Mutex<WriterMemory>
    let loss: LossWatch
    let tail: PostgresTailReader

    /// Makes one; nothing is written before the first turn.
    ///
    /// - Parameters:
    ///   - bus: tells the others of commits, and this one of theirs.
    ///   - state: of the log, as it was opened.
    ///   - file: keeps what is handed on for the next start; `nil` for none.
    ///   - lockedPages: those of ``PostgresTailReader``.
    ///   - now: the clock, unless the database's is to be used.
    init(
        database: PostgresDatabase,
        bus: PostgresBus,
        _ state: LogState,
        options: StoreOptions,
        keepingIn file: MarksFile? = nil,
        lockedPages: Int = 16,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.bus = bus
        log = state.name
        loss = LossWatch(database, state, keepingIn: file)
        self.options = options
        tail = PostgresTailReader(
            log: state.name,
            node: database.node.number,
            lockedPages: lockedPages
        )
        self.now = now
        memory = Mutex(WriterMemory(after: state.lastTime, keysLivingFor: options.keyLifetime))
        self.state = Mutex(
            State(
                head: state.head,
                checked: database.connections,
                access: state.access.number
            )
        )
    }

    var tick: Duration? { options.tick }

    var isOver: Bool { loss.isRenamed }

    var silentSince: ContinuousClock.Instant? { database.pulse.silentSince }

    func confirm(_ session: any SQLSession) throws { try loss.confirm(session) }

    func access(_ session: any SQLSession) throws -> AccessMark { try loss.access(session) }

    func note(_ access: AccessMark) { loss.note(access) }

    func start(wake: @escaping @Sendable () -> Void) { bus.onCommit(wake) }

    /// The disk is PostgreSQL's own affair.
    func refusal(beside bytes: Int) -> StoreError? { nil }

    func turn(_ batch: Batch, handOn: (Commit) -> Void) throws(StoreError) -> BatchOutcome {
        // The folder is to be this server's alone.
        if let file = database.lostFile { throw .lost(file) }
        return try state.withLock { state throws(StoreError) in
            var tries = WriteTries(for: state.contact.left(of: options.writeWait))
            // What was judged for a commit that broke off: it is asked for before anything else.
            var lost: BatchOutcome?
            while true {
                do throws(StoreError) {
                    let outcome = try step(batch, &lost, &state, handOn)
                    state.contact = .held
                    if let outcome { return outcome }
                } catch {
                    memory.withLock { $0.forget() }
                    if error.isLossOfContact { state.contact.lose() }
                    guard !isOver, error.mayPass, tries.wait() else {
                        throw lost == nil ? error : .undecided(after: error)
                    }
                }
            }
        }
    }

    func follow(handOn: (Commit) -> Void) throws(StoreError) {
        try state.withLock { state throws(StoreError) in
            do throws(StoreError) {
                try readOn(through: .max, &state, handOn)
                state.contact = .held
            } catch {
                if error.isLossOfContact { state.contact.lose() }
                throw error
            }
        }
    }

    // MARK: - A turn

    /// Goes one transaction further; `nil` while there is more to do.
    private func step(
        _ batch: Batch,
        _ lost: inout BatchOutcome?,
        _ state: inout State,
        _ handOn: (Commit) -> Void
    ) throws(StoreError) -> BatchOutcome? {
        try loss.rename()
        if let outcome = lost, let first = outcome.events.first?.cursor?.position {
            let commit = LostCommit(first: first, writer: database.node.number)
            switch try fate(of: commit, &state) {
            case .committed: return try finish(outcome, from: first, &state, handOn)
            case .undone: lost = nil
            case .unknown: throw .outcomeUnknown("what would tell was removed")
            }
        }
        let start = ContinuousClock.now
        let outcome = try write(batch, &lost, &state, handOn)
        guard var outcome else {
            // What is left is taken up while others have the lock.
            try readOn(through: .max, &state, handOn)
            guard state.isChanged else { return nil }
            state.isChanged = false
            state.tooEarly += 1
            throw .judgedTooEarly
        }
        if let before = lost { outcome.addDropped(before) }
        lost = nil
        state.tooEarly = 0
        take(PostgresTail.Part(outcome), start.duration(to: .now), nil, &state, handOn)
        return outcome
    }

    /// Writes a batch behind all that was handed on; `nil` while there is more to hand on.
    private func write(
        _ batch: Batch,
        _ lost: inout BatchOutcome?,
        _ state: inout State,
        _ handOn: (Commit) -> Void
    ) throws(StoreError) -> BatchOutcome? {
        var judged: BatchOutcome?
        do throws(StoreError) {
            let known = state
            var connection: Int64 = 0
            let (missed, outcome) = try memory.withLock { memory throws(StoreError) in
                try database.commit(askingFirst: PostgresText.logNow) { session in
                    connection = try loss.look(session, seenOn: known.checked)
                    return try write(batch, session, after: known, memory, &judged)
                }
            }
            state.checked = connection
            if outcome?.events.isEmpty == false { bus.tellCommit() }
            for page in missed { take(page, &state, handOn) }
            return outcome
        } catch {
            if case .outcomeUnknown = error, var judged {
                if let lost { judged.addDropped(lost) }
                lost = judged
            }
            throw error
        }
    }

    private func write(
        _ batch: Batch,
        _ session: any SQLSession,
        after known: State,
        _ memory: WriterMemory,
        _ judged: inout BatchOutcome?
    ) throws -> ([PostgresTail], BatchOutcome?) {
        guard let log = try LogNow(session) else {
            throw StoreError.damaged(detail: "the log has no name")
        }
        try loss.check(log.name)
        var missed: [PostgresTail] = []
        if let end = log.end, end.position > known.head {
            missed = try tail.pages(session, after: known.head, knowing: known.access, memory)
            guard missed.last?.isFull == false else { return (missed, nil) }
        } else if log.accessNumber > known.access {
            missed = [
                try PostgresTail(session, knowing: known.access, through: log.accessNumber)
            ]
        }
        let isTooEarly = known.isChanged || missed.contains(where: \.changesAccess)
        guard !isTooEarly || known.tooEarly >= Self.tooEarlyLimit else { return (missed, nil) }
        memory.check(accessNumber: log.accessNumber)
        var writer = BatchWriter(
            session: session,
            log: self.log,
            now: options.usesDatabaseClock ? log.time : now(),
            options: options,
            newest: log.end,
            memory: memory
        )
        let outcome = try writer.write(batch)
        judged = outcome
        return (missed, outcome)
    }

    // MARK: - A commit that broke off

    /// What became of it; whoever asks under the lock asks after its end.
    private func fate(
        of commit: LostCommit,
        _ state: inout State
    ) throws(StoreError) -> LostCommit.Fate {
        let known = state
        return try database.commit { session in
            _ = try loss.look(session, seenOn: known.checked)
            return try commit.fate(in: session)
        }
    }

    /// Hands on what is before a commit that was done after all, and then that.
    private func finish(
        _ outcome: BatchOutcome,
        from first: Int64,
        _ state: inout State,
        _ handOn: (Commit) -> Void
    ) throws(StoreError) -> BatchOutcome {
        try readOn(through: first - 1, &state, handOn)
        take(PostgresTail.Part(outcome), .zero, nil, &state, handOn)
        return outcome
    }
}
#endif
