/// What imports ask and write.
extension Statements {
    /// As ``insertMessage``, with the time at which it was logged.
    static let insertImported = """
        INSERT INTO events
        (position, room, seq, at, user_name, type, text, reply_to, kind, message_key, logged_at)
        VALUES ($1, $2, $3, $4, $5, 'message', $6, $7, $8, $9, $10)
        """

    static let setLoggedAt = "UPDATE events SET logged_at = $1 WHERE position = $2"

    static let setClockBehind = """
        UPDATE events SET logged_at = $1, clock_behind = 1 WHERE position = $2
        """

    /// Where a room's events of a moment lie that are not in the order of their times.
    ///
    /// Its values: room, time, the position after which to begin, the last position, limit.
    static let importedAt = """
        SELECT position FROM events
        WHERE room = $1 AND at = $2 AND logged_at IS NOT NULL AND position > $3 AND position <= $4
        ORDER BY position LIMIT $5
        """

    /// Where a room's events lie in a part of the log that are in the order of their times.
    static let postedBetween = """
        SELECT position FROM events
        WHERE position >= $1 AND position < $2 AND room = $3 AND logged_at IS NULL
        """
}
