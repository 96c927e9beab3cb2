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

    /// A room's events of a moment that are not in the order of their times.
    static let importedAt = """
        SELECT \(eventColumns) FROM events
        WHERE room = $1 AND at = $2 AND logged_at IS NOT NULL AND position <= $3
        """

    /// A room's events in a part of the log that are in the order of their times.
    static let postedBetween = """
        SELECT \(eventColumns) FROM events
        WHERE position >= $1 AND position < $2 AND room = $3 AND logged_at IS NULL
        """
}
