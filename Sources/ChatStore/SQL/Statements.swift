/// Every statement of the store, in text that SQLite and PostgreSQL both take.
///
/// The tables are ``Schema``'s. Names of members are compared folded; a room's name is its key.
enum Statements {
    // MARK: - Events

    static let insertEvent = """
        INSERT INTO events (\(EventRow.columns))
        VALUES (\((1...EventRow.width).map { "$\($0)" }.joined(separator: ", ")))
        """

    /// For a message without a file; its other columns are null.
    static let insertMessage = """
        INSERT INTO events
        (position, room, seq, at, user_name, type, text, reply_to, kind, message_key)
        VALUES ($1, $2, $3, $4, $5, 'message', $6, $7, $8, $9)
        """

    // MARK: - Reading events

    /// One event by both of its numbers.
    ///
    /// - Parameter view: as it was said or as it is now.
    static func event(_ view: EventView) -> String {
        "SELECT \(columns(view)) FROM \(table(view)) WHERE position = $1 AND seq = $2"
    }

    private static func columns(_ view: EventView, room: String = nameOfRoom) -> String {
        let columns = EventRow.columns(room: room)
        return view == .now ? "\(columns), \(StoredState.columns)" : columns
    }

    private static func table(_ view: EventView) -> String {
        view == .now ? "events LEFT JOIN amendments ON message = position" : "events"
    }

    /// The room of an event by its name, in the order of ``EventRow/columns``.
    static let eventColumns = EventRow.columns(room: nameOfRoom)
    private static let nameOfRoom = "(SELECT name FROM rooms WHERE id = events.room)"
    /// For statements that come by events of rooms that were taken away, whose name is none.
    private static let columnsOfAny = EventRow.columns(
        room:
            "(SELECT CASE is_deleted WHEN 0 THEN name ELSE '0' END FROM rooms WHERE id = events.room)"
    )
    /// Whether the room of an event was not taken away; no list of all rooms is made for it.
    static let isThere = """
        EXISTS (SELECT 1 FROM rooms WHERE rooms.id = events.room AND rooms.is_deleted = 0)
        """

    private static func room(_ parameter: Int) -> String {
        "room = (SELECT id FROM rooms WHERE name = $\(parameter))"
    }

    static let newestPlace = """
        SELECT position, seq FROM events WHERE room = $1 ORDER BY position DESC LIMIT 1
        """

    static let firstPlace = """
        SELECT position, seq FROM events
        WHERE room = $1 AND position >= $2 ORDER BY position LIMIT 1
        """

    /// For a database that ``SQLSession/findsSeqs``.
    static let firstSeq = """
        SELECT position FROM events WHERE room = $1 AND seq >= $2 ORDER BY seq LIMIT 1
        """

    /// A page of one room's history.
    ///
    /// Its values: room, the position after which to begin, that before which to end, limit.
    ///
    /// - Parameter view: as it was said or as it is now.
    /// - Returns: the statement, of ``EventRow``'s columns.
    static func history(_ view: EventView, newestFirst: Bool) -> String {
        """
        SELECT \(columns(view, room: "CAST($1 AS TEXT)")) FROM \(table(view))
        WHERE \(room(1)) AND position > $2 AND position < $3
        ORDER BY position\(newestFirst ? " DESC" : "") LIMIT $4
        """
    }

    /// A page of several rooms in the log's order.
    ///
    /// Its values: the first room, after, through, the other rooms …, limit.
    ///
    /// The rooms are merged from their own indices, so a page costs what it holds, however long
    /// the log and however quiet the rooms.
    ///
    /// - Parameters:
    ///   - view: as it was said or as it is now.
    ///   - rooms: how many, 1 or more.
    ///   - bounding: of a session: ``SQLSession/boundsParts``.
    /// - Returns: the statement, of ``EventRow``'s columns.
    static func merged(_ view: EventView, rooms: Int, bounding: Bool) -> String {
        let end = "position > $2 AND position <= $3"
        let arms = [1] + (4..<(rooms + 3))
        let limit = bounding ? rooms + 3 : nil
        let union = arms.map { arm("\(room($0)) AND \(end)", "position", limit: limit) }
        return """
            SELECT \(columns(view)) FROM \(table(view)) WHERE position IN (
            SELECT position FROM (
            \(union.joined(separator: "\nUNION ALL\n"))
            ORDER BY position LIMIT $\(rooms + 3)) AS page)
            ORDER BY position
            """
    }

    /// The positions of one room, to be merged with those of others.
    private static func arm(_ condition: String, _ order: String, limit: Int?) -> String {
        let positions = "SELECT position FROM events WHERE \(condition)"
        guard let limit else { return positions }
        return "SELECT position FROM (\(positions) ORDER BY \(order) LIMIT $\(limit)) AS arm"
    }

    /// The position of the oldest of the last messages of several rooms.
    ///
    /// Its values: the first room, through, the other rooms …, how many messages.
    ///
    /// - Parameters:
    ///   - rooms: how many, 1 or more.
    ///   - bounding: of a session: ``SQLSession/boundsParts``.
    /// - Returns: the statement; its one row holds null when there is no message.
    static func lastMessages(rooms: Int, bounding: Bool) -> String {
        let arms = [1] + (3..<(rooms + 2))
        let end = "position <= $2 AND type = 'message'"
        let limit = bounding ? rooms + 2 : nil
        let union = arms.map { arm("\(room($0)) AND \(end)", "position DESC", limit: limit) }
        return """
            SELECT min(position) FROM (
            \(union.joined(separator: "\nUNION ALL\n"))
            ORDER BY position DESC LIMIT $\(rooms + 2)) AS page
            """
    }

    // MARK: - Edits, deletions, reactions

    static let messagePosition = """
        SELECT position FROM events WHERE position = $1 AND seq = $2 AND type = 'message'
        """

    static let saidAt = "SELECT user_name, text FROM events WHERE position = $1"

    /// Hides the texts of a message that was deleted, and of its edits, from all but the operator.
    static let withdrawMessage = "UPDATE events SET withdrawn = 1 WHERE position = $1"

    static let withdrawEdits = """
        UPDATE events SET withdrawn = 1 WHERE room = $1 AND target = $2 AND type = 'edit'
        """

    static let messageState = "SELECT \(StoredState.columns) FROM amendments WHERE message = $1"

    static let setMessageState = """
        INSERT INTO amendments (message, \(StoredState.columns)) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (message) DO UPDATE SET new_text = excluded.new_text,
        edited_at = excluded.edited_at, is_deleted = excluded.is_deleted, counts = excluded.counts
        """

    static let reaction = """
        SELECT 1 FROM reactions WHERE message = $1 AND emoji = $2 AND member = $3
        """

    static let addReaction = "INSERT INTO reactions (message, emoji, member) VALUES ($1, $2, $3)"

    static let dropReaction = """
        DELETE FROM reactions WHERE message = $1 AND emoji = $2 AND member = $3
        """

    static let dropReactions = "DELETE FROM reactions WHERE message = $1"
    static let dropAllReactions = "DELETE FROM reactions"

    static let dropAllStates = "DELETE FROM amendments"

    /// With the number of the room behind ``EventRow``'s columns.
    static let amendingEvents = """
        SELECT \(columnsOfAny), room FROM events
        WHERE position > $1 AND type IN ('edit', 'delete', 'react') ORDER BY position LIMIT $2
        """

    // MARK: - Files

    /// The files that messages carry which are not deleted, by the member who said them.
    static let sharedFiles = """
        SELECT file_sha256, lower(user_name), max(file_size), max(at)
        FROM events LEFT JOIN amendments ON message = position
        WHERE file_sha256 IS NOT NULL AND coalesce(is_deleted, 0) = 0
        GROUP BY file_sha256, lower(user_name)
        """

    static let roomsSharing = """
        SELECT DISTINCT \(nameOfRoom) FROM events LEFT JOIN amendments ON message = position
        WHERE file_sha256 = $1 AND coalesce(is_deleted, 0) = 0 AND \(isThere)
        """

    // MARK: - Search

    /// With the number of the room, and when an imported event was logged, behind the columns.
    static let nextEvents = """
        SELECT \(columnsOfAny), room, logged_at FROM events
        WHERE position > $1 ORDER BY position LIMIT $2
        """

    /// The same, with who may see the room now behind that.
    static let nextSearched = """
        SELECT \(columnsOfAny), room, logged_at,
        (SELECT rooms.visibility FROM rooms WHERE rooms.id = events.room)
        FROM events WHERE position > $1 ORDER BY position LIMIT $2
        """

    /// Events at so many positions at once, of which 0 is none.
    private static let eventsAtOnce = 64
    private static let somePositions = (1...eventsAtOnce).map { "$\($0)" }.joined(separator: ", ")

    /// Takes positions for ``messagesNow`` or ``eventsAt``.
    ///
    /// - Parameter rest: positions; those that are taken go.
    /// - Returns: them, and the statement's values.
    static func nextPositions(
        of rest: inout ArraySlice<Int64>
    ) -> (some: ArraySlice<Int64>, values: [SQLValue]) {
        let some = rest.prefix(eventsAtOnce)
        rest = rest.dropFirst(some.count)
        let filling = repeatElement(SQLValue.integer(0), count: eventsAtOnce - some.count)
        return (some, some.map { .integer($0) } + filling)
    }

    static let messagesNow = """
        SELECT \(columns(.now)) FROM \(table(.now)) WHERE type = 'message' AND \(isThere)
        AND position IN (\(somePositions))
        """

    /// Events as they were said, in order of position; its values are those of ``messagesNow``.
    static let eventsAt = """
        SELECT \(eventColumns) FROM events WHERE position IN (\(somePositions)) ORDER BY position
        """
}
