package import ChatProtocol

/// The log on disk: rooms, their numbered events, roles, read marks.
///
/// ``run(onCommit:)`` writes what ``append(_:)`` and ``markRead(_:by:through:)`` ask for; the reads
/// are in the extensions, and go on while it writes.
package final class ChatStore: Sendable {
    /// The name that is in every cursor of this log.
    package let log: LogName
    let database: any SQLDatabase
    let options: StoreOptions
    /// By which is judged what is over.
    package let clock: LogClock
    let appender: Appender
    /// What the log's disk and the log may still take; `nil` where that is another machine's
    /// affair.
    package let disk: DiskSpace?
    /// Names that the log had, each with the last position that holds under it.
    let formerNames: [LogName: Int64]
    /// What was found to be lost when the log was opened, for which it has another name; `nil` for
    /// nothing.
    package let loss: LogLoss?
    /// Whether other processes write the log too: what is not known here may be in it all the same.
    ///
    /// Does not suspend.
    package let isShared: Bool
    /// `nil` where nothing is searched.
    let searchIndex: SearchIndex?
    /// Carries notices to the other servers of the log; to nobody where there is none.
    package let bus: any NodeBus

    /// Puts a store together.
    ///
    /// - Parameters:
    ///   - state: the log's name and newest position.
    ///   - database: is read, and written beside the log's events.
    ///   - space: what its disk may still take; `nil` where that is another machine's affair.
    ///   - searchIndex: of this log; `nil` when there is none.
    ///   - bus: to the other servers of the log; `nil` when there is none.
    init(
        _ state: LogState,
        database: any SQLDatabase,
        engine: any LogEngine,
        space: DiskSpace? = nil,
        searchIndex: SearchIndex?,
        bus: (any NodeBus)? = nil,
        options: StoreOptions,
        clock: LogClock
    ) {
        log = state.name
        formerNames = state.formerNames
        loss = state.loss
        self.database = database
        disk = space
        self.options = options
        self.clock = clock
        self.searchIndex = searchIndex
        isShared = engine.isShared
        self.bus = bus ?? LocalBus(Node(alone: options, at: clock.now))
        appender = Appender(engine: engine, head: state.head, options: options)
    }

    // MARK: - Writing

    /// The position of the newest event that `onCommit` has had; 0 before the first.
    ///
    /// Does not suspend.
    package var head: Int64 { appender.head }

    /// Whether the log answered when it was written or followed last, and has not fallen silent.
    ///
    /// Does not suspend. While it is lost, the log is asked once a second.
    package var contact: Contact { appender.contact }

    /// The path of a file of the data folder that was removed or replaced while it is in use; `nil`
    /// while all that matter are in their places.
    ///
    /// Does not suspend; takes some microseconds. Until they are back nothing is written to the
    /// log, and of a log whose own files they are nothing is read.
    package var lostFile: String? { database.lostFile }

    /// Lets the log be looked at now, as it is once a second after it did not answer.
    ///
    /// Does not suspend.
    package func probe() { appender.probe() }

    /// How many writes wait for a transaction.
    ///
    /// Does not suspend.
    package var waitingWrites: Int { appender.waiting }

    /// Appends a draft.
    ///
    /// Suspends until the event is durable and `onCommit` has returned; cancellation does not
    /// revoke it.
    ///
    /// - Parameter draft: what to append; its room is made if there is none.
    /// - Returns: the event, and whether its key was used before.
    /// - Throws: `outcomeUnknown`; or `overloaded`, `closed`, `tooManyRooms`, `storageFull`,
    ///   `unavailable` or `unreachable`: then nothing of it is in the log. `overloaded` is thrown
    ///   too where another one has by now what the task has (``Hold/all``).
    package func append(_ draft: Draft) async throws(StoreError) -> Appended {
        var draft = draft
        draft.holds = Hold.all
        return try await appender.append(draft)
    }

    /// Appends a draft, for a caller who has no task to suspend.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - draft: what to append; its room is made if there is none.
    ///   - answer: called once. On the thread that commits, once the event is durable and
    ///     `onCommit` has returned: the next transaction waits for it, so it must not block. On
    ///     the caller's thread, at once, when the draft is not taken: `overloaded` or `closed`.
    ///     With `judgedTooEarly` it may be given again once it has been judged again.
    package func append(
        _ draft: Draft,
        answer: @escaping @Sendable (Result<Appended, StoreError>) -> Void
    ) {
        appender.append(draft, answer: answer)
    }

    /// Makes a room with its owner and its rules.
    ///
    /// Suspends until it is durable and `onCommit` has returned; cancellation does not revoke it.
    ///
    /// - Returns: the room's first events; none when there is a room of the name.
    /// - Throws: what ``append(_:)`` throws.
    package func found(_ founding: RoomFounding) async throws(StoreError) -> [DurableEvent] {
        var founding = founding
        founding.holds = Hold.all
        return try await appender.found(founding)
    }

    /// Changes what a message is now, or what is on it.
    ///
    /// Suspends until it is durable and `onCommit` has returned; cancellation does not revoke it.
    /// It is judged where it is written, so that two that race are judged one after the other.
    ///
    /// - Parameter amendment: what is to be done.
    /// - Throws: `roomNotFound`, and what ``append(_:)`` throws.
    package func amend(_ amendment: Amendment) async throws(StoreError) -> Amended {
        try await appender.amend(amendment)
    }

    /// Appends the first of some rows of an import with the times and authors that they have, and
    /// leaves out what is there already: as many as one transaction takes, for which others wait.
    ///
    /// Suspends until they are durable and `onCommit` has returned; cancellation does not revoke
    /// them. They are in the log all or not at all.
    ///
    /// - Parameter batch: the next of its import; after a failure the import is over.
    /// - Returns: what became of each row that was taken, in order. It may be none: what was looked
    ///   at is remembered, and the next call goes on with the same rows.
    /// - Throws: what ``append(_:)`` throws.
    package func importRows(_ batch: ImportBatch) async throws(StoreError) -> [ImportFate] {
        var batch = batch
        batch.holds = Hold.all
        return try await appender.importRows(batch)
    }

    /// Writes the log: one loop for each store, for as long as it is in use.
    ///
    /// What comes while a transaction commits is the next transaction. Suspends until the task is
    /// cancelled or ``close()`` is called, and what waits then is committed; at the end the log's
    /// own file has all of it.
    ///
    /// - Parameters:
    ///   - onCommit: takes each commit, in order of position, once it is durable and before those
    ///     who posted it are answered; called on the one thread that commits, and the next
    ///     transaction waits for it.
    ///   - beforeCommit: called on that thread when something waits for a transaction, before it
    ///     is taken; it may block, and what comes meanwhile is in the same transaction.
    ///   - onTurn: told after each turn how long that thread took for it: the transaction, what
    ///     `onCommit` did, and the answers.
    package func run(
        onCommit: @escaping @Sendable (Commit) -> Void,
        beforeCommit: @escaping @Sendable () -> Void = {},
        onTurn: @escaping @Sendable (Duration) -> Void = { _ in }
    ) async {
        await withTaskGroup(of: Void.self) { group in
            if isShared { group.addTask { [bus] in await bus.run() } }
            await appender.run(onCommit: onCommit, beforeCommit: beforeCommit, onTurn: onTurn)
            bus.close()
        }
        await database.checkpoint()
    }

    /// Takes no more appends, and lets ``run(onCommit:)`` end once it has committed what waits.
    package func close() {
        appender.close()
    }

    /// Marks a room as read by a member; a mark never goes back, nor beyond the newest event.
    ///
    /// Suspends until it is durable, together with appends; it needs ``run(onCommit:)``.
    ///
    /// - Parameters:
    ///   - isShown: whether ``shownMarks(in:of:)`` tells of it, until the next mark.
    ///   - roomMadeAt: when the room was made that is meant; `nil` for any of the name.
    /// - Returns: the newest event that is now read; 0 when none is.
    /// - Throws: `roomNotFound`, and what ``append(_:)`` throws.
    package func markRead(
        _ room: RoomName,
        by member: MemberName,
        through seq: Int64,
        isShown: Bool = false,
        roomMadeAt: Timestamp? = nil
    ) async throws(StoreError) -> Int64 {
        var mark = ReadMark(room: room, member: member, seq: seq, isShown: isShown)
        mark.roomMadeAt = roomMadeAt
        return try await appender.markRead(mark)
    }
}
