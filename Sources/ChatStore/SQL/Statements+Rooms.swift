/// What is asked and written of the log as a whole, and of its rooms.
extension Statements {
    static let logState = """
        SELECT name, coalesce((SELECT max(position) FROM events), 0) FROM log
        """

    /// With the log's own time, which is not that of an event out of its order.
    static let newestEvent = """
        SELECT position, coalesce(logged_at, at) FROM events ORDER BY position DESC LIMIT 1
        """

    /// The number of a room's newest event: events are never taken back, so it is not kept twice.
    private static let newestSeq = """
        coalesce((SELECT seq FROM events WHERE room = rooms.id ORDER BY position DESC LIMIT 1), 0)
        """

    /// The number of a room's oldest event; 1 while nothing was removed.
    private static let oldestSeq = """
        coalesce((SELECT seq FROM events WHERE room = rooms.id ORDER BY position LIMIT 1), 1)
        """

    private static let roomColumns = """
        name, topic, visibility, \(newestSeq), created_at, slow_seconds, keep_days, keep_events,
        removed_through, \(oldestSeq)
        """

    static let rooms = "SELECT \(roomColumns) FROM rooms WHERE is_deleted = 0 ORDER BY name"

    /// Numbers are drawn in the order in which rooms are made.
    static let newRooms = """
        SELECT \(roomColumns) FROM rooms WHERE is_deleted = 0 AND id > $1 ORDER BY id
        """

    static let room = "SELECT \(roomColumns) FROM rooms WHERE name = $1"

    /// How many rooms there are with higher numbers than one, and the highest of these.
    static let roomCount = """
        SELECT count(*), coalesce(max(id), 0) FROM rooms WHERE id > $1 AND is_deleted = 0
        """

    /// Rooms of which events behind a position were removed.
    static let roomsCutBehind = """
        SELECT \(roomColumns) FROM rooms WHERE is_deleted = 0 AND removed_through > $1
        """

    static let roomID = "SELECT id, created_at, removed_through FROM rooms WHERE name = $1"

    /// Rooms of one question, by name or by number.
    private static let roomsAtOnce = 64
    private static let roomParameters = (1...roomsAtOnce).map { "$\($0)" }.joined(separator: ", ")

    static let roomsNamed = "SELECT id FROM rooms WHERE name IN (\(roomParameters))"

    /// Which rooms of some names have lost events behind a position.
    static let cutRooms = """
        SELECT name, \(oldestSeq), removed_through FROM rooms
        WHERE name IN (\(roomParameters)) AND removed_through > $\(roomsAtOnce + 1)
        """

    /// Which rooms of some numbers were not taken away.
    static let roomsThere = """
        SELECT id FROM rooms WHERE is_deleted = 0 AND id IN (\(roomParameters))
        """

    /// Parts values for a question of some rooms.
    ///
    /// - Parameter filling: the value of no room.
    static func someRooms(_ values: [SQLValue], filling: SQLValue) -> [[SQLValue]] {
        stride(from: 0, to: values.count, by: roomsAtOnce).map { start in
            let some = values.dropFirst(start).prefix(roomsAtOnce)
            return Array(some) + repeatElement(filling, count: roomsAtOnce - some.count)
        }
    }

    static let roomNumbers = "SELECT id, \(newestSeq), created_at FROM rooms WHERE name = $1"

    static let visibility = "SELECT visibility FROM rooms WHERE name = $1"

    static let visibilities = "SELECT id, visibility FROM rooms WHERE is_deleted = 0"

    /// The same of rooms that were made public or private behind a position.
    static let turnedRooms = """
        \(visibilities) AND id IN (
        SELECT room FROM events WHERE position > $1 AND type = 'room' AND visibility IS NOT NULL)
        """

    static let makeRoom = """
        INSERT INTO rooms (name, topic, visibility, created_at)
        VALUES ($1, '', $2, $3) ON CONFLICT (name) DO NOTHING
        """

    static let setTopic = "UPDATE rooms SET topic = $1 WHERE name = $2"

    static let setSlowSeconds = "UPDATE rooms SET slow_seconds = $1 WHERE name = $2"

    static let setRetention = "UPDATE rooms SET keep_days = $1, keep_events = $2 WHERE name = $3"

    static let setVisibility = "UPDATE rooms SET visibility = $1 WHERE name = $2"
}
