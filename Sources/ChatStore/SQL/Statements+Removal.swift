/// What the removal of rooms and of old events asks and writes.
extension Statements {
    /// Leaves of a room its number alone, under a name that nobody asks for.
    static let dropRoom = """
        UPDATE rooms SET name = $1, topic = '', is_deleted = 1, keep_days = NULL,
        keep_events = NULL WHERE id = $2
        """

    static let dropMembers = "DELETE FROM members WHERE room = $1"

    static let dropReads = "DELETE FROM reads WHERE room = $1"

    static let deletedRooms = "SELECT id FROM rooms WHERE is_deleted = 1"

    static let removeRoom = "DELETE FROM rooms WHERE id = $1"

    /// The oldest events of a room, as far as their words have to go from the index too, and what
    /// was done to each, by which is known how many reactions go with it.
    ///
    /// All rows are made before the first is read, so that none may cost more than a look.
    static let oldestEvents = """
        SELECT position, seq, at, type, user_name, text, \(StoredState.columns)
        FROM events LEFT JOIN amendments ON message = position
        WHERE room = $1 AND position < $2 ORDER BY position LIMIT $3
        """

    /// When the oldest event of a room was written.
    static let oldestTime = "SELECT at FROM events WHERE room = $1 ORDER BY position LIMIT 1"

    static let isEventThere = "SELECT 1 FROM events WHERE position = $1"

    static let removeEvent = "DELETE FROM events WHERE position = $1"

    static let removeState = "DELETE FROM amendments WHERE message = $1"

    /// How many events were removed is kept, so that a missing one is told from these.
    static let countRemoved = "UPDATE log SET removed = removed + $1"

    static let setRemovedThrough = "UPDATE rooms SET removed_through = $1 WHERE id = $2"

    /// What is left of the log's newest event, whose position must stay.
    static let emptyEvent = """
        UPDATE events SET type = 'room', text = NULL, target = NULL, reply_to = NULL, kind = NULL,
        message_key = NULL, emoji = NULL, is_on = NULL, topic = NULL, visibility = NULL,
        member = NULL, role = NULL, file_name = NULL, file_size = NULL, file_type = NULL,
        file_sha256 = NULL, file_url = NULL, detail = NULL WHERE room = $1
        """

    static let newestPosition = "SELECT coalesce(max(position), 0) FROM events"
}
