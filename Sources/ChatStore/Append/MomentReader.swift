import ChatProtocol

/// Reads a room's events of a moment, a few at a time, in order of position.
struct MomentReader {
    /// Positions that are looked up at once: eight bytes each, and no event is read for them.
    private static let positionsAtOnce = 16_384
    /// Positions that cost as much as one event.
    private static let positionsOfStep = 64
    /// Statements of a search that cost as much as one row, which has about as many.
    private static let statementsOfStep = 4

    let session: any SQLSession
    let log: LogName
    /// The room's number.
    let room: Int64
    /// The last position that counts.
    let last: Int64

    /// Reads a little further of a moment.
    ///
    /// - Parameters:
    ///   - time: the moment, of which not all was read.
    ///   - isTaken: whether an event, by its number in the room, is no other row any more.
    /// - Returns: the steps that it took.
    func readOn(
        _ time: Timestamp,
        in moments: inout ImportMoments,
        except isTaken: (Int64) -> Bool
    ) throws -> Int {
        var reading = moments.leave(time)
        let steps = try reading.unread.isEmpty ? look(for: time, &reading) : 0
        let events = try page(of: &reading.unread)
        for event in events where !isTaken(event.seq) {
            let mark = ImportMoments.Mark(at: event.at, by: event.user, event.content.identity)
            moments.add(event.seq, mark)
        }
        moments.keep(reading, of: time)
        return 1 + steps + events.count
    }

    private func page(of unread: inout ArraySlice<Int64>) throws -> [DurableEvent] {
        guard !unread.isEmpty else { return [] }
        let values = Statements.nextPositions(of: &unread).values
        var reader = EventReader(log: log)
        return try session.rows(Statements.eventsAt, values) { try reader.event(from: $0) }
    }

    /// Finds where the next events of a moment lie; gives the steps that it took.
    private func look(for time: Timestamp, _ reading: inout ImportMoments.Reading) throws -> Int {
        let values: [SQLValue] = [
            .integer(room), .integer(time.milliseconds), .integer(reading.through),
            .integer(last), .integer(Int64(Self.positionsAtOnce)),
        ]
        let imported = try session.rows(Statements.importedAt, values) { try $0.integer(0) }
        reading.isWhole = imported.count < Self.positionsAtOnce
        let end = reading.isWhole ? last : imported.last ?? last
        let posted = try posted(at: time, after: reading.through, through: end)
        reading.unread = (imported + posted.positions).sorted()[...]
        reading.through = end
        return reading.unread.count / Self.positionsOfStep + posted.steps
    }

    /// Where events lie that were logged as they happened: those of a few transactions at the most.
    private func posted(
        at time: Timestamp,
        after start: Int64,
        through end: Int64
    ) throws -> (positions: [Int64], steps: Int) {
        let search = TimeSearch(session: session)
        // What was imported is most often older than the whole log.
        guard let oldest = try search.milliseconds(from: 1), oldest <= time.milliseconds else {
            return ([], 0)
        }
        // Both ends are found by halving, with a statement each time.
        let halvings = Int64.bitWidth - last.leadingZeroBitCount
        let steps = 2 * halvings / Self.statementsOfStep
        let first = try search.position(loggedFrom: time, through: last)
        guard first <= last, try search.milliseconds(from: first) == time.milliseconds else {
            return ([], steps)
        }
        let next = Timestamp(milliseconds: time.milliseconds + 1)
        let behind = try search.position(loggedFrom: next, after: first, through: last)
        let values: [SQLValue] = [
            .integer(max(first, start + 1)), .integer(min(behind, end + 1)), .integer(room),
        ]
        let posted = try session.rows(Statements.postedBetween, values) { try $0.integer(0) }
        return (posted, steps)
    }
}

extension DurableEvent.Content {
    /// What makes two events of one time and author the same: of a message its text.
    var identity: DurableEvent.Content {
        guard case .message(let message) = self else { return self }
        return .message(Message(text: message.text, file: message.file))
    }
}
