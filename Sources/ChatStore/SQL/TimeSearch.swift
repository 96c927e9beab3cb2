import ChatProtocol

/// Finds moments among the log's positions.
///
/// The log's own time never goes back. It is an event's time, except for two kinds of events, which
/// have both: imported ones, and those that happened while the clock stood before the log's time,
/// as it does once one message came from a clock that was wrong.
struct TimeSearch {
    let session: any SQLSession
    /// Events that are looked at one by one; behind that many, all of what follows is given.
    var scanLimit: Int64 = 200_000

    /// The first position that was logged at a time or later.
    ///
    /// - Parameters:
    ///   - first: a position that is earlier; 0 if none is known.
    ///   - last: the position that ends the part.
    /// - Returns: the position, of which the event may have been removed; `last + 1` if there is
    ///   none.
    func position(
        loggedFrom time: Timestamp,
        after first: Int64 = 0,
        through last: Int64
    ) throws -> Int64 {
        // All positions through `earlier` are earlier, all from `later` on are not.
        var earlier = first
        var later = last + 1
        while earlier + 1 < later {
            let middle = earlier + (later - earlier) / 2
            let at = try milliseconds(from: middle)
            if let at, at < time.milliseconds { earlier = middle } else { later = middle }
        }
        return later
    }

    /// The first position from which on events happened at a time or later, imported ones aside.
    ///
    /// Where the log's time is ahead, the events that came after tell how late it really was.
    ///
    /// - Parameter last: the position that ends the part.
    /// - Returns: the position; `last + 1` if there is none. It may be too early a one, where the
    ///   log was ahead for long or by several events; never too late a one.
    func position(saidFrom time: Timestamp, through last: Int64) throws -> Int64 {
        let logged = try position(loggedFrom: time, through: last)
        let floor = max(logged, last - scanLimit)
        var end = last
        for _ in 0..<Self.wrongLimit where end > floor {
            guard let behind = try lastBehind(time, after: floor, through: end),
                let inOrder = try lastInOrder(before: behind.position, after: floor),
                let before = try milliseconds(from: inOrder - 1)
            else { return logged }
            // Not earlier than the event before the one that was ahead: the clock was right again.
            // Else it was the clock of this event that was wrong.
            if behind.at >= before { return behind.position + 1 }
            end = behind.position - 1
        }
        return logged
    }

    /// Events from a clock that was behind that are passed over.
    private static let wrongLimit = 16

    /// The last event that happened before a time while the log's time was ahead of the clock.
    private func lastBehind(
        _ time: Timestamp,
        after first: Int64,
        through last: Int64
    ) throws -> (position: Int64, at: Int64)? {
        let values: [SQLValue] = [
            .integer(first), .integer(last), .integer(time.milliseconds),
        ]
        return try session.row(Statements.lastBehind, values) { row in
            (try row.integer(0), try row.integer(1))
        }
    }

    /// The last event before another one that is in the order of its time.
    private func lastInOrder(before position: Int64, after first: Int64) throws -> Int64? {
        let values: [SQLValue] = [.integer(first), .integer(position)]
        return try session.row(Statements.lastInOrder, values) { try $0.integer(0) }
    }

    /// The first position of an event of some rooms that happened at a time or later.
    ///
    /// What other rooms hold is no matter, since who reads these must not be told of it, unless the
    /// clock was ahead: see ``position(saidFrom:through:)``, which looks at the whole log.
    ///
    /// - Parameter last: the position that ends the part.
    /// - Returns: the position; `last + 1` if there is none. Behind a long import of what is older
    ///   it may be too early a position, never too late a one.
    func position(
        happenedFrom time: Timestamp,
        in rooms: RoomParameters,
        through last: Int64
    ) throws -> Int64 {
        let start = try position(saidFrom: time, through: last)
        let firsts = try firstEvents(of: rooms, from: start, through: last)
        var found = last + 1
        for event in firsts where event.at >= time.milliseconds {
            found = min(found, event.position)
        }
        // Most rooms begin with what was said then. What is older was imported, nearly always.
        let older = firsts.filter { $0.at < time.milliseconds && $0.position < found }
        let share = max(1, scanLimit / Int64(max(1, older.count)))
        for event in older where event.position < found {
            found = try position(happenedFrom: time, behind: event, before: found, within: share)
        }
        return found
    }

    /// An event of a room.
    private struct Place {
        let room: Int64
        let position: Int64
        /// Milliseconds.
        let at: Int64
    }

    /// The first event of each room that has one in a part.
    private func firstEvents(
        of rooms: RoomParameters,
        from first: Int64,
        through last: Int64
    ) throws -> [Place] {
        let values = [rooms.first, .integer(first), .integer(last)] + rooms.others
        return try session.rows(Statements.firstEvents(rooms: rooms.count), values) { row in
            Place(room: try row.integer(0), position: try row.integer(1), at: try row.integer(2))
        }
    }

    /// The first position of a room behind an event that happened at a time or later, or the one
    /// that so many others come before; `end` where that is earlier, or there is none.
    private func position(
        happenedFrom time: Timestamp,
        behind event: Place,
        before end: Int64,
        within count: Int64
    ) throws -> Int64 {
        let start: [SQLValue] = [.integer(event.room), .integer(event.position)]
        let bound = try session.row(Statements.placeBehind, start + [.integer(count)]) {
            try $0.integer(0)
        }
        let end = min(bound ?? end, end)
        let values = start + [.integer(end), .integer(time.milliseconds)]
        return try session.row(Statements.firstFrom, values) { try $0.integer(0) } ?? end
    }

    /// When a position was logged, or the next one of which the event was not removed.
    ///
    /// - Returns: milliseconds; `nil` if there is no such position.
    func milliseconds(from position: Int64) throws -> Int64? {
        try session.row(Statements.loggedAt, [.integer(position)]) { try $0.integer(0) }
    }
}
