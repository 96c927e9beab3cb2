/// What is unread.
extension Statements {
    /// A page of a room's events as they are now, the newest first, with the texts of what others
    /// said.
    ///
    /// It is for a database that makes a row when it is asked for.
    ///
    /// Its values: bytes of texts that are wanted, of which 0 has none read; the member in small
    /// letters; room, the position before which to begin, limit.
    static let speechBack = """
        SELECT seq, type, user_name, is_deleted,
        CASE WHEN $1 > 0 AND \(isOfOthers(2)) THEN coalesce(new_text, text) END, position
        FROM events LEFT JOIN amendments ON message = position
        WHERE room = (SELECT id FROM rooms WHERE name = $3) AND position < $4
        ORDER BY position DESC LIMIT $5
        """

    /// The same for PostgreSQL, which gives the rows of a page at once: without the texts beyond
    /// the bytes that are wanted.
    static let boundedSpeechBack = """
        SELECT seq, type, user_name, is_deleted,
        CASE WHEN sum(octet_length(said)) OVER (ORDER BY position DESC) <= $1 THEN said END,
        position
        FROM (
        SELECT seq, type, user_name, is_deleted,
        CASE WHEN \(isOfOthers(2)) THEN coalesce(new_text, text) END AS said, position
        FROM events LEFT JOIN amendments ON message = position
        WHERE room = (SELECT id FROM rooms WHERE name = $3) AND position < $4
        ORDER BY position DESC LIMIT $5
        ) AS page ORDER BY position DESC
        """

    private static func isOfOthers(_ parameter: Int) -> String {
        "type = 'message' AND coalesce(is_deleted, 0) = 0 AND lower(user_name) <> $\(parameter)"
    }
}
