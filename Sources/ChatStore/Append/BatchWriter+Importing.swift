import ChatProtocol

/// What becomes of the rows of an import.
extension BatchWriter {
    /// Judges rows on what the log says now, and writes those that are new.
    ///
    /// - Parameters:
    ///   - batch: the next of its import.
    ///   - budget: of all imports of this transaction.
    /// - Returns: what became of the first rows, perhaps of none; the others are for another
    ///   transaction.
    /// - Throws: when the transaction must not be committed.
    mutating func importRows(
        _ batch: ImportBatch,
        _ budget: inout ImportBudget,
        into new: inout [DurableEvent]
    ) throws -> Result<[ImportFate], StoreError> {
        guard try session.has(batch.holds) else { return .failure(.overloaded(limit: 1)) }
        guard
            let room = try find(batch.room) ?? (batch.makesRoom ? makeRoom(batch.room) : nil),
            room.isOf(batch.roomMadeAt)
        else { return .failure(noRoom(batch.room, batch.makesRoom)) }
        let judge = ImportWriter(
            session: session,
            log: log,
            room: room,
            name: batch.room,
            time: now
        )
        budget.begin()
        var fates: [ImportFate] = []
        try batch.memory.judging(behind: memory.head) { state in
            for row in batch.rows where !budget.isSpent {
                let fate = try take(row, in: batch.room, judge, &state, &budget, into: &new)
                guard let fate else { break }
                budget.spend(1)
                fates.append(fate)
            }
        }
        if fates.contains(.imported) {
            try AccessWriter(session: session).note(batch.audit, at: now)
        }
        return .success(fates)
    }

    /// Takes a row; `nil` where it was not found out yet what becomes of it.
    private mutating func take(
        _ row: ImportRow,
        in room: RoomName,
        _ writer: ImportWriter,
        _ state: inout ImportMemory.State,
        _ budget: inout ImportBudget,
        into new: inout [DurableEvent]
    ) throws -> ImportFate? {
        switch try writer.verdict(on: row, &state, &budget) {
        case .notYet: return nil
        case .refused(let refusal): return .refused(refusal)
        case .known(let seq):
            if let number = row.seq, seq > 0 { state.numbers.note(number, is: seq) }
            return .skipped
        case .new(let content):
            guard let known = try takeSeq(in: room, making: true) else { return .skipped }
            memory.head += 1
            let event = DurableEvent(
                room: room,
                seq: known.newest,
                cursor: Cursor(log: log, position: memory.head),
                at: row.at,
                user: row.user,
                content: content
            )
            try writer.owners.note(content)
            try events.insert(imported: event, at: memory.head, room: known.id, loggedAt: time)
            try Projection(session: session).apply(event, room: known.id)
            try noteNames(in: event)
            if let number = row.seq { state.numbers.note(number, is: event.seq) }
            new.append(event)
            return .imported
        }
    }
}
