/// Where moments are among the positions.
extension Statements {
    /// What is there may have holes, where events were removed.
    static let loggedAt = """
        SELECT coalesce(logged_at, at) FROM events WHERE position >= $1 ORDER BY position LIMIT 1
        """

    /// The last of the events for which the clock stood before the log's time, and which are
    /// earlier than a time.
    static let lastBehind = """
        SELECT position, at FROM events
        WHERE position > $1 AND position <= $2 AND clock_behind = 1 AND at < $3
        ORDER BY position DESC LIMIT 1
        """

    static let lastInOrder = """
        SELECT position FROM events
        WHERE position >= $1 AND position < $2 AND logged_at IS NULL
        ORDER BY position DESC LIMIT 1
        """

    /// The first event of each of several rooms from a position on, in no order.
    ///
    /// Its values: the first room, the first position, the last one, the other rooms ….
    ///
    /// - Parameter rooms: how many, 1 or more.
    /// - Returns: the statement, of a room's number, a position and its time.
    static func firstEvents(rooms: Int) -> String {
        ([1] + (4..<(rooms + 3))).map { room in
            """
            SELECT room, position, at FROM (SELECT room, position, at FROM events
            WHERE room = (SELECT id FROM rooms WHERE name = $\(room))
            AND position >= $2 AND position <= $3 ORDER BY position LIMIT 1) AS arm
            """
        }.joined(separator: "\nUNION ALL\n")
    }

    /// The event of a room that so many others of it follow a position before.
    static let placeBehind = """
        SELECT position FROM events
        WHERE room = $1 AND position > $2 ORDER BY position LIMIT 1 OFFSET $3
        """

    static let firstFrom = """
        SELECT position FROM events
        WHERE room = $1 AND position > $2 AND position < $3 AND at >= $4
        ORDER BY position LIMIT 1
        """
}
