import ChatProtocol

/// Finds moments among the log's positions.
///
/// The log's own time never goes back. It is an event's time, except for two kinds of events, which
/// have both: imported ones, and those that happened while the clock stood before the log's time,
/// as it does once one message came from a clock that was wrong.
struct TimeSearch {
    /// Events that are looked at one by one; behind that many, all of what follows is given.
    static let scanLimit: Int64 = 200_000

    let session: any SQLSession

    /// The first position that was logged at a time or later.
    ///
    /// - Parameters:
    ///   - time: any moment.
    ///   - first: a position that is earlier; 0 if none is known.
    ///   - last: the position that ends the part.
    /// - Returns: the position; `last + 1` if there is none.
    /// - Throws: what the database said.
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
            let at = try milliseconds(of: middle)
            if let at, at < time.milliseconds { earlier = middle } else { later = middle }
        }
        return later
    }

    /// The first position from which on events happened at a time or later, imported ones aside.
    ///
    /// Where the log's time is ahead, the events that came after tell how late it really was.
    ///
    /// - Parameters:
    ///   - time: any moment.
    ///   - last: the position that ends the part.
    /// - Returns: the position; `last + 1` if there is none. It may be too early a one, where the
    ///   log was ahead for long or by several events; never too late a one.
    /// - Throws: what the database said.
    func position(saidFrom time: Timestamp, through last: Int64) throws -> Int64 {
        let logged = try position(loggedFrom: time, through: last)
        let floor = max(logged, last - Self.scanLimit)
        var end = last
        for _ in 0..<Self.wrongLimit where end > floor {
            guard let behind = try lastBehind(time, after: floor, through: end),
                let inOrder = try lastInOrder(before: behind.position, after: floor),
                let before = try milliseconds(of: inOrder - 1)
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

    /// The first position of an event that happened at a time or later.
    ///
    /// - Parameters:
    ///   - time: any moment.
    ///   - last: the position that ends the part.
    /// - Returns: the position; `last + 1` if there is none. Behind a long import of what is older
    ///   it may be too early a position, never too late a one.
    /// - Throws: what the database said.
    func position(happenedFrom time: Timestamp, through last: Int64) throws -> Int64 {
        let logged = try position(saidFrom: time, through: last)
        let end = min(last, logged.addingReportingOverflow(Self.scanLimit).partialValue)
        let values = [SQLValue.integer(logged), .integer(end), .integer(time.milliseconds)]
        let found = try session.row(Statements.firstFrom, values) { try $0.integer(0) }
        return found ?? (end < last ? end : last + 1)
    }

    /// When a position was logged.
    ///
    /// - Parameter position: any.
    /// - Returns: milliseconds; `nil` if there is no such position.
    /// - Throws: what the database said.
    func milliseconds(of position: Int64) throws -> Int64? {
        try session.row(Statements.loggedAt, [.integer(position)]) { try $0.integer(0) }
    }
}
