import ChatProtocol
import Dispatch
import Synchronization

/// The one that writes the log: what comes while a transaction commits is committed as the next.
///
/// It is the tail of the log too: what others commit is handed on by the same thread, in its order.
final class Appender: Sendable {
    private struct State: Sendable {
        var line: WaitingLine<WaitingWrite>
        /// Others may have committed something since the loop looked.
        var hasNews = false
        /// True from when the loop found nothing to do until it is woken.
        var isAsleep = false
    }

    /// What the loop does next.
    private enum Work {
        case commit([WaitingWrite], bytes: Int)
        case follow
    }

    /// How often a log that did not answer is asked again.
    private static let probeTime = Duration.seconds(1)

    let engine: any LogEngine
    private let options: StoreOptions
    private let state: Mutex<State>
    private let lastContact = Mutex(Contact.held)
    private let newest: Atomic<Int64>
    /// What was heard by all; `nil` where nobody else writes, and so nobody has to wait for it.
    private let handedOn: HandedOn?
    /// Counts at most one: it is rung by whoever ends the loop's sleep.
    private let bell = DispatchSemaphore(value: 0)

    /// Makes an appender; nothing is written before ``run(onCommit:)``.
    ///
    /// - Parameter head: the position of its newest event.
    init(engine: any LogEngine, head: Int64, options: StoreOptions) {
        self.engine = engine
        self.options = options
        newest = Atomic(head)
        handedOn = engine.isShared ? HandedOn(head) : nil
        let line = WaitingLine<WaitingWrite>(
            limit: options.queueLimit,
            byteLimit: options.queueByteLimit
        )
        state = Mutex(State(line: line))
    }

    /// The newest position that was handed on.
    var head: Int64 { newest.load(ordering: .acquiring) }

    /// Whether the log answered last, and answers now.
    var contact: Contact {
        let last = lastContact.withLock { $0 }
        guard last == .held, let since = engine.silentSince else { return last }
        return .lost(since: since)
    }

    /// Waits until everybody has heard of what others committed, up to a position.
    ///
    /// Suspends for as long.
    ///
    /// - Parameter position: of an event that is in the log.
    func reach(_ position: Int64, within limit: Duration) async -> Bool {
        guard let handedOn else { return hasHandedOn(position) }
        tellNews()
        return await handedOn.reach(position, within: limit)
    }

    /// Whether all have heard of an event; does not suspend.
    ///
    /// - Returns: false while it is being handed on, where others write the log too.
    func hasHandedOn(_ position: Int64) -> Bool {
        handedOn?.has(position) ?? (head >= position)
    }

    /// Whether the log has another name than it had.
    var isRenamed: Bool { engine.isOver }

    /// Sees that a database has all that was handed on.
    ///
    /// - Throws: `unreachable` where it has not; or what the database said.
    func confirm(_ session: any SQLSession) throws { try engine.confirm(session) }

    /// How many wait for a transaction.
    var waiting: Int { state.withLock { $0.line.count } }

    // MARK: - Those who ask

    /// Puts a write at the end of the queue.
    ///
    /// Does not suspend.
    ///
    /// - Parameter reply: is told at once when it is not taken.
    func enqueue<Value>(_ write: WaitingWrite, bytes: Int, _ reply: WaitingWrite.Reply<Value>) {
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

    /// Commits what comes and hands on what others commit, until it is closed or cancelled and
    /// nothing waits.
    ///
    /// Suspends for as long; a thread of its own does the work and ends with it.
    ///
    /// - Parameters:
    ///   - onCommit: takes each commit, in order, before its posters are answered.
    ///   - beforeCommit: called when something waits for a transaction, before it is taken.
    ///   - onTurn: told after each turn how long it took, without what came before it.
    func run(
        onCommit: @escaping @Sendable (Commit) -> Void,
        beforeCommit: @escaping @Sendable () -> Void,
        onTurn: @escaping @Sendable (Duration) -> Void
    ) async {
        await withTaskCancellationHandler {
            let hasRun = await CommitThread.run { [self] in
                engine.start { [weak self] in self?.tellNews() }
                while let work = nextWork(beforeCommit) {
                    let start = ContinuousClock.now
                    switch work {
                    case .commit(let writes, let bytes): commit(writes, bytes, onCommit)
                    case .follow: follow(onCommit)
                    }
                    onTurn(start.duration(to: .now))
                }
            }
            if !hasRun { giveUp() }
        } onCancel: {
            close()
        }
    }

    /// Refuses what waits and all that would come.
    private func giveUp() {
        close()
        while case .commit(let writes, _)? = nextWork({}) {
            writes.answer(with: .unavailable("there is no thread for it"))
        }
    }

    /// Lets the loop look whether the log answers.
    ///
    /// Does not suspend.
    func probe() { tellNews() }

    /// Lets the loop look at what others have committed.
    private func tellNews() {
        let mustWake = state.withLock { state in
            state.hasNews = true
            return state.isAsleep.take()
        }
        if mustWake { bell.signal() }
    }

    /// Waits for work; `nil` when there will be none.
    private func nextWork(_ beforeCommit: () -> Void) -> Work? {
        while true {
            if mustCommit { beforeCommit() }
            let (work, isClosed) = state.withLock { state in
                let work = take(from: &state)
                state.isAsleep = work == nil && !state.line.isClosed
                return (work, state.line.isClosed)
            }
            if let work { return work }
            if isClosed { return nil }
            guard sleep() else { return .follow }
        }
    }

    /// Whether something waits that is to be committed in its time: at the end all is, at once.
    private var mustCommit: Bool {
        state.withLock { !$0.line.isEmpty && !$0.line.isClosed }
    }

    /// Takes what is there to be done; a turn of the engine looks at what others did too.
    private func take(from state: inout State) -> Work? {
        let bytes = state.line.bytes
        let writes = state.line.take(most: options.commitLimit, mostBytes: options.commitByteLimit)
        guard writes.isEmpty else { return .commit(writes, bytes: bytes - state.line.bytes) }
        return state.hasNews.take() && !state.line.isClosed ? .follow : nil
    }

    /// The longest sleep: a log that did not answer is asked although nothing is to be done.
    private var tick: Duration? {
        guard contact != .held else { return engine.tick }
        return min(engine.tick ?? Self.probeTime, Self.probeTime)
    }

    /// Sleeps until the loop is woken; false when it is time to look without that.
    private func sleep() -> Bool {
        guard let tick else {
            bell.wait()
            return true
        }
        let deadline = DispatchTime.now() + tick / .seconds(1)
        guard bell.wait(timeout: deadline) == .timedOut else {
            return true
        }
        let isAwake = state.withLock { !$0.isAsleep.take() }
        // Whoever woke it in this moment rings, and the next sleep must not hear that.
        if isAwake { bell.wait() }
        return isAwake
    }

    /// Those that there is room for; the others are refused.
    private func admitted(_ writes: [WaitingWrite], _ refusal: StoreError?) -> [WaitingWrite] {
        guard let refusal else { return writes }
        writes.filter(\.growsLog).answer(with: refusal)
        return writes.filter { !$0.growsLog }
    }

    private func commit(
        _ waiting: [WaitingWrite],
        _ bytes: Int,
        _ onCommit: @Sendable (Commit) -> Void
    ) {
        var refusal = engine.refusal(beside: bytes)
        // A large one must not take the place of small ones that fit.
        if refusal != nil, waiting.count > 1 { refusal = engine.refusal(beside: 0) }
        let writes = admitted(waiting, refusal)
        do throws(StoreError) {
            let batch = Batch(writes, refusal: refusal)
            let outcome = try engine.turn(batch) { handOn($0, onCommit) }
            lastContact.withLock { $0 = .held }
            writes.answer(with: outcome)
        } catch {
            note(error)
            writes.answer(with: error)
        }
    }

    private func follow(_ onCommit: @Sendable (Commit) -> Void) {
        do throws(StoreError) {
            try engine.follow { handOn($0, onCommit) }
            lastContact.withLock { $0 = .held }
        } catch {
            // What is not to be had now, the next look finds.
            note(error)
        }
    }

    private func note(_ error: StoreError) {
        if engine.isOver { close() }
        guard error.isLossOfContact else { return }
        lastContact.withLock { contact in
            if contact == .held { contact = .lost(since: .now) }
        }
    }

    private func handOn(_ commit: Commit, _ onCommit: @Sendable (Commit) -> Void) {
        newest.store(commit.last, ordering: .releasing)
        onCommit(commit)
        handedOn?.moved(to: commit.last)
    }
}

extension Bool {
    /// Gives the value and leaves false.
    fileprivate mutating func take() -> Bool {
        defer { self = false }
        return self
    }
}
