import ChatProtocol

/// Writes a ``Batch`` inside one transaction: it numbers, keeps, and updates what follows from it.
struct BatchWriter {
    let session: any SQLSession
    let log: LogName
    /// The clock's time; the log's own never goes back.
    let now: Timestamp
    let options: StoreOptions

    /// How many keys beyond those of its own a transaction looks at for expiry.
    private static let keysPruned = 64

    /// Writes everything.
    ///
    /// - Parameter batch: in the order in which it came.
    /// - Returns: the answers.
    /// - Throws: when the transaction must not be committed.
    func write(_ batch: Batch) throws -> BatchOutcome {
        var outcome = BatchOutcome()
        if !batch.drafts.isEmpty { try append(batch.drafts, to: &outcome) }
        outcome.marked = try batch.marks.map { mark in try markRead(mark) }
        return outcome
    }

    // MARK: - Events

    private func append(_ drafts: [Draft], to outcome: inout BatchOutcome) throws {
        let state = try session.row(Statements.beginCommit, [.integer(now.milliseconds)]) { row in
            (position: try row.integer(0), at: Timestamp(milliseconds: try row.integer(1)))
        }
        guard let state else { throw StoreError.damaged(detail: "the log has no name") }
        let keyed = try sortOut(drafts, expiry: state.at.milliseconds - keyLifetime)
        var numbers = try takeSeqs(for: keyed.fresh.map { drafts[$0].room }, at: state.at)
        var answers = keyed.answers
        var position = state.position
        for index in keyed.fresh {
            let draft = drafts[index]
            guard let seq = numbers[draft.room]?.next() else {
                answers[index] = .failure(.tooManyRooms(limit: options.roomLimit))
                continue
            }
            position += 1
            let event = draft.event(seq: seq, at: state.at, cursor: cursor(position))
            try keep(event, of: draft, at: position)
            answers[index] = .success(.new(event))
            outcome.events.append(event)
        }
        try session.run(Statements.advanceLog, [.integer(position)])
        try dropOldKeys(before: state.at.milliseconds - keyLifetime, beside: drafts.count)
        outcome.appended = keyed.twins(answers)
    }

    private func cursor(_ position: Int64) -> Cursor { Cursor(log: log, position: position) }

    private var keyLifetime: Int64 { options.keyLifetime.components.seconds * 1000 }

    /// Finds the drafts whose key was used before, in the log or in this batch.
    private func sortOut(_ drafts: [Draft], expiry: Int64) throws -> SortedDrafts {
        var sorted = SortedDrafts(count: drafts.count)
        for (index, draft) in drafts.enumerated() {
            guard let key = draft.key else {
                sorted.fresh.append(index)
                continue
            }
            let owned = OwnedKey(member: draft.user.folded, key: key)
            if let first = sorted.firsts[owned] {
                sorted.twinOf[index] = first
            } else if let event = try knownEvent(of: owned, expiry: expiry) {
                sorted.answers[index] = .success(.known(event))
            } else {
                sorted.firsts[owned] = index
                sorted.fresh.append(index)
            }
        }
        return sorted
    }

    private func knownEvent(of owned: OwnedKey, expiry: Int64) throws -> DurableEvent? {
        let values = [.text(owned.member), SQLValue(owned.key), .integer(expiry)]
        return try session.row(Statements.eventOfKey, values) { row in
            try EventRow.event(from: row, of: log)
        }
    }

    /// Takes the next numbers of each room at once; a room that may not be made has none.
    private func takeSeqs(
        for rooms: [RoomName],
        at time: Timestamp
    ) throws -> [RoomName: IndexingIterator<ClosedRange<Int64>>] {
        var counts: [RoomName: Int64] = [:]
        for room in rooms { counts[room, default: 0] += 1 }
        var numbers: [RoomName: IndexingIterator<ClosedRange<Int64>>] = [:]
        // In order of their first draft, so that it is the same rooms that fit each time.
        for room in rooms {
            guard let count = counts.removeValue(forKey: room),
                let last = try takeSeqs(count, of: room, at: time)
            else { continue }
            numbers[room] = ((last - count + 1)...last).makeIterator()
        }
        return numbers
    }

    private func takeSeqs(
        _ count: Int64,
        of room: RoomName,
        at time: Timestamp
    ) throws -> Int64? {
        let name = SQLValue.text(room.description)
        let last = try session.row(Statements.takeSeqs, [.integer(count), name]) { row in
            try row.integer(0)
        }
        if let last { return last }
        let rooms = RoomMaker(session: session, limit: options.roomLimit)
        return try rooms.make(room, newest: count, at: time) ? count : nil
    }

    private func keep(_ event: DurableEvent, of draft: Draft, at position: Int64) throws {
        try session.run(Statements.insertEvent, EventRow.values(of: event, at: position))
        if let key = draft.key {
            let at = SQLValue.integer(event.at.milliseconds)
            let owner = SQLValue.text(event.user.folded)
            try session.run(Statements.keepKey, [.integer(position), owner, SQLValue(key), at])
        }
        try Projection(session: session).apply(event)
    }

    private func dropOldKeys(before expiry: Int64, beside drafts: Int) throws {
        // Twice what came, so that the backlog shrinks at any load.
        let count = Int64(Self.keysPruned + 2 * drafts)
        try session.run(Statements.dropOldKeys, [.integer(expiry), .integer(count)])
    }

    // MARK: - Read marks

    private func markRead(_ mark: ReadMark) throws -> Result<Int64, StoreError> {
        let room = SQLValue.text(mark.room.description)
        let member = SQLValue.text(mark.member.folded)
        let newest = try session.row(Statements.newestSeq, [room]) { try $0.integer(0) }
        guard let newest else { return .failure(.roomNotFound(mark.room)) }
        let read = try session.row(Statements.readSeq, [member, room]) { try $0.integer(0) } ?? 0
        let seq = min(mark.seq, newest)
        guard seq > read else { return .success(read) }
        try session.run(Statements.markRead, [member, room, .integer(seq)])
        return .success(seq)
    }
}

extension Draft {
    /// The draft as an event of the log.
    fileprivate func event(seq: Int64, at time: Timestamp, cursor: Cursor) -> DurableEvent {
        DurableEvent(
            room: room,
            seq: seq,
            cursor: cursor,
            at: time,
            user: user,
            content: content
        )
    }
}
