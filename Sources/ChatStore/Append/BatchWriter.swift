import ChatProtocol

/// Writes a ``Batch`` inside one transaction: it numbers, keeps, and updates what follows from it.
struct BatchWriter {
    let session: any SQLSession
    let log: LogName
    private let options: StoreOptions
    /// The clock's time, which all that it writes has.
    let now: Timestamp
    /// The log's time, which never goes back: the clock's, unless the log had a later one.
    let time: Timestamp
    var events: EventInserter
    var keys: KeyBook
    let memory: WriterMemory
    /// When the rooms were made that it has begun.
    private var madeAt: [RoomName: Timestamp] = [:]

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - newest: the log's newest event; `nil` before the first.
    ///   - memory: of the transaction before; to be emptied if this one fails.
    init(
        session: any SQLSession,
        log: LogName,
        now: Timestamp,
        options: StoreOptions,
        newest: LogEnd?,
        memory: WriterMemory = WriterMemory()
    ) {
        self.session = session
        self.log = log
        self.options = options
        self.memory = memory
        self.now = now
        events = EventInserter(session: session)
        time = newest.map { max($0.at, now) } ?? now
        keys = KeyBook(
            session: session,
            time: now,
            settled: memory.clock.time(of: now),
            lifetime: options.keyLifetime
        )
        memory.check(head: newest?.position ?? 0)
    }

    /// Writes everything.
    ///
    /// - Parameter batch: in the order in which it came.
    /// - Throws: when the transaction must not be committed.
    mutating func write(_ batch: Batch) throws -> BatchOutcome {
        var outcome = BatchOutcome()
        outcome.appended.reserveCapacity(batch.drafts.count)
        // Just as many as there may be: what is committed is remembered for a while.
        outcome.events.reserveCapacity(
            batch.drafts.count + batch.amendments.count
                + min(batch.imports.reduce(0) { $0 + $1.rows.count }, ImportBudget.usual)
        )
        if session.isRemote { try keys.lookAhead(batch.keys) }
        if session.isRemote { try guestNames.lookAhead(batch.guests) }
        for founding in batch.foundings {
            let made = try found(founding)
            if case .success(let events) = made { outcome.events += events }
            outcome.founded.append(made)
        }
        for draft in batch.drafts {
            let appended = try append(draft)
            if case .success(.new(let event)) = appended { outcome.events.append(event) }
            outcome.appended.append(appended)
        }
        for amendment in batch.amendments {
            let amended = try amend(amendment)
            if case .success(.new(let event)) = amended { outcome.events.append(event) }
            outcome.amended.append(amended)
        }
        for decision in batch.decisions {
            outcome.decided.append(try decide(decision, into: &outcome.events))
        }
        var budget = ImportBudget()
        for rows in batch.imports {
            outcome.imported.append(try importRows(rows, &budget, into: &outcome.events))
        }
        outcome.marked = try batch.marks.map { mark in
            let room = try find(mark.room).flatMap { $0.isOf(mark.roomMadeAt) ? $0 : nil }
            return try ReadMarkWriter(session: session).write(mark, newest: room?.newest)
        }
        outcome.dropped = try batch.drops.map { .success(try drop($0)) }
        outcome.madeAt = madeAt
        let count = batch.drafts.count + batch.amendments.count
        guard count > 0 else { return outcome }
        memory.oldestKeyAt = try keys.dropOld(beside: count, oldest: memory.oldestKeyAt)
        return outcome
    }

    // MARK: - Events

    /// Judges a draft on what the log says now, the drafts before it in this transaction included.
    mutating func append(_ draft: Draft) throws -> Result<Appended, StoreError> {
        // This finds the keys of the same transaction too.
        if let key = draft.key, let use = try keys.use(by: draft.user, of: key, in: log) {
            if let event = use.event(in: draft.room, of: draft.content),
                try !draft.renewsKey || !isDeleted(event)
            {
                return .success(.known(event))
            }
            guard draft.renewsKey else { return .failure(.keyUsed) }
        }
        if let refusal = draft.refusal { return .failure(refusal) }
        guard try session.has(draft.holds) else { return .failure(.overloaded(limit: 1)) }
        guard try isThere(draft.room, madeAt: draft.roomMadeAt) else {
            return .failure(.roomNotFound(draft.room))
        }
        if draft.isGuest, try guestNames.isTaken(draft.user) {
            return .failure(.nameTaken(draft.user))
        }
        guard try !draft.expectsNoRoom || !rooms.isPrivate(draft.room) else {
            return .failure(.roomNotFound(draft.room))
        }
        if let target = draft.content.replyTarget, try !has(target, in: draft.room) {
            return .failure(.noReplyTarget(target))
        }
        guard let room = try takeSeq(in: draft.room, making: draft.makesRoom) else {
            return .failure(noRoom(draft.room, draft.makesRoom))
        }
        return .success(.new(try write(draft, in: room)))
    }

    /// Writes an event with the next number of its room.
    private mutating func write(
        _ draft: Draft,
        in room: WriterMemory.KnownRoom
    ) throws -> DurableEvent {
        memory.head += 1
        let event = DurableEvent(
            room: draft.room,
            seq: room.newest,
            cursor: Cursor(log: log, position: memory.head),
            at: now,
            user: draft.user,
            content: draft.content
        )
        try events.insert(event, at: memory.head, room: room.id)
        if now < time {
            let values: [SQLValue] = [.integer(time.milliseconds), .integer(memory.head)]
            try session.run(Statements.setClockBehind, values)
        }
        if let key = draft.key { try keys.keep(key, of: event, at: memory.head) }
        try Projection(session: session).apply(event, room: room.id)
        try noteNames(in: event)
        try AccessWriter(session: session).note(draft.audit, at: now)
        return event
    }

    /// Writes changes of access with the events that tell of them, or nothing of either.
    private mutating func decide(
        _ decision: AccessDecision,
        into events: inout [DurableEvent]
    ) throws -> Result<AccessMark?, StoreError> {
        guard try session.has(decision.holds) else { return .failure(.overloaded(limit: 1)) }
        let writer = AccessWriter(session: session)
        guard try writer.isAt(decision.number) else { return .success(nil) }
        for draft in decision.drafts {
            switch try append(draft) {
            case .success(.new(let event)): events.append(event)
            case .success(.known): break
            // The room is gone, and what was to be taken away with it.
            case .failure(.roomNotFound) where draft.isRemoval: break
            case .failure(let refusal): return .failure(refusal)
            }
        }
        return .success(try writer.apply(decision.changes, at: decision.number))
    }

    /// Makes a room with its owner and its rules at once; no events when there is one already.
    mutating func found(_ founding: RoomFounding) throws -> Result<[DurableEvent], StoreError> {
        if founding.isGuest, try guestNames.isTaken(founding.author) {
            return .failure(.nameTaken(founding.author))
        }
        guard try session.has(founding.holds) else { return .failure(.overloaded(limit: 1)) }
        guard try session.knownRoom(founding.room) == nil else { return .success([]) }
        guard try rooms.make(founding.room, founding.change.visibility, at: now) else {
            return .failure(.tooManyRooms(limit: options.roomLimit))
        }
        var events: [DurableEvent] = []
        for draft in founding.drafts {
            guard let room = try takeSeq(in: founding.room, making: false) else { break }
            events.append(try write(draft, in: room))
        }
        return .success(events)
    }

    private func isDeleted(_ message: DurableEvent) throws -> Bool {
        guard let position = message.cursor?.position else { return false }
        return try MessageStates(session: session).state(at: position).state.isDeleted
    }

    // MARK: - Rooms

    /// Whether a number is a message's, also one of this transaction.
    private func has(_ seq: Int64, in room: RoomName) throws -> Bool {
        guard let known = try find(room) else { return false }
        return try session.messagePosition(of: seq, in: known.id) != nil
    }

    private var rooms: RoomMaker {
        RoomMaker(session: session, memory: memory, limit: options.roomLimit)
    }

    /// Takes the next number of a room, which is made if need be; `nil` if it may not be made.
    mutating func takeSeq(in room: RoomName, making: Bool) throws -> WriterMemory.KnownRoom? {
        guard var known = try find(room) ?? (making ? makeRoom(room) : nil) else { return nil }
        let next = known.next()
        memory.rooms[room] = known
        if next.newest == 1 { madeAt[room] = next.madeAt }
        return next
    }

    func noRoom(_ name: RoomName, _ makesRoom: Bool) -> StoreError {
        makesRoom ? .tooManyRooms(limit: options.roomLimit) : .roomNotFound(name)
    }

    /// Takes a room away; false when there is none.
    private func drop(_ drop: RoomDrop) throws -> Bool {
        let name = drop.room
        guard let room = try session.knownRoom(name), room.isOf(drop.roomMadeAt) else {
            return false
        }
        // Longer than a name may be, so that nobody can name it.
        let filling = String(repeating: "0", count: RoomName.byteLimit)
        let tombstone = "deleted-\(filling)\(room.id)"
        try session.run(Statements.dropRoom, [.text(tombstone), .integer(room.id)])
        try session.run(Statements.dropMembers, [.text(name.description)])
        try session.run(Statements.dropReads, [.text(name.description)])
        memory.rooms[name] = nil
        memory.roomCount.drop(room.id)
        let access = AccessWriter(session: session)
        for key in drop.invites { try access.apply(.dropInvite(key: key)) }
        try access.note(drop.audit, at: now)
        return true
    }

    /// A room as it is in this transaction.
    func find(_ name: RoomName) throws -> WriterMemory.KnownRoom? {
        if let known = memory.rooms[name] { return known }
        let found = try session.knownRoom(name)
        memory.rooms[name] = found
        return found
    }

    /// Whether a room is the one that was judged: another one may have its name by now.
    private func isThere(_ name: RoomName, madeAt time: Timestamp?) throws -> Bool {
        // Whoever judged none takes any, also one that is to be made.
        guard let time else { return true }
        return try find(name)?.isOf(time) ?? false
    }

    func makeRoom(_ name: RoomName) throws -> WriterMemory.KnownRoom? {
        try rooms.make(name, at: now) ? session.knownRoom(name) : nil
    }
}
