/// The log, whoever else writes to it: appends, and hands on in one order what was appended.
///
/// The thread that commits alone uses it, one call at a time.
protocol LogEngine: Sendable {
    /// Learns how to wake the thread that commits, before anything else is asked of it.
    ///
    /// - Parameter wake: tells that there may be something to ``follow(handOn:)``; from any thread,
    ///   and does not block.
    func start(wake: @escaping @Sendable () -> Void)

    /// Why nothing that makes the log grow may be written now.
    ///
    /// Some microseconds at the most: it is asked before each turn.
    ///
    /// - Parameter bytes: of what is about to be written, as it came.
    /// - Returns: `nil` while it may.
    func refusal(beside bytes: Int) -> StoreError?

    /// Commits a batch, and hands on, in order of position, all that is durable and was not handed
    /// on yet.
    ///
    /// Blocks until it is durable.
    ///
    /// - Parameters:
    ///   - batch: what to write; may be empty of events.
    ///   - handOn: takes each commit: what others committed, then what this turn did, if it made an
    ///     event. The log's positions come to it without a hole, each once.
    /// - Returns: the answers to the batch; its own commit was handed on.
    /// - Throws: why nothing of the batch is in the log, or `outcomeUnknown`.
    func turn(_ batch: Batch, handOn: (Commit) -> Void) throws(StoreError) -> BatchOutcome

    /// Hands on what others have committed; after a failure, tells whether the log answers again.
    ///
    /// Blocks while it reads.
    ///
    /// - Parameter handOn: as in ``turn(_:handOn:)``.
    /// - Throws: what the database said; what was handed on before that is not handed on again.
    func follow(handOn: (Commit) -> Void) throws(StoreError)

    /// Whether nothing can be written or followed any more, for as long as this process lives: the
    /// log has another name, since it has lost what was handed on.
    var isOver: Bool { get }

    /// Sees that a database is the log that was opened, with all that was handed on before this.
    ///
    /// From any thread; blocks while it reads.
    ///
    /// - Throws: `unreachable` where it is not; or what the database said.
    func confirm(_ session: any SQLSession) throws

    /// Reads how far the changes of access have come, and sees that the database has all that was
    /// known of them before.
    ///
    /// From any thread; blocks while it reads.
    ///
    /// - Parameter session: of a read that has asked nothing yet.
    /// - Returns: what is known from now on; nothing where nobody else makes changes.
    /// - Throws: `unreachable` where it has not: the log gets another name; or what it said.
    func access(_ session: any SQLSession) throws -> AccessMark

    /// Keeps in mind what was changed of access, once it is durable.
    ///
    /// From any thread.
    ///
    /// - Parameter access: from the transaction that changed it.
    func note(_ access: AccessMark)

    /// Since when the log has answered nothing that it was asked beside, whatever a turn waits for;
    /// `nil` while it answers.
    ///
    /// From any thread.
    var silentSince: ContinuousClock.Instant? { get }

    /// How long the thread sleeps, at the most, before it looks without being woken; `nil` where
    /// nobody else writes.
    var tick: Duration? { get }
}

extension LogEngine {
    var isOver: Bool { false }

    var silentSince: ContinuousClock.Instant? { nil }

    func confirm(_ session: any SQLSession) throws {}

    func access(_ session: any SQLSession) throws -> AccessMark { AccessMark() }

    func note(_ access: AccessMark) {}

    /// Whether others write the log too, so that it may have what was not handed on yet.
    var isShared: Bool { tick != nil }
}
