#if Postgres
import ChatProtocol

/// A part of the log as it is in the database: what this server has not handed on yet.
struct PostgresTail {
    /// Consecutive events of one writer, or of none that is named.
    struct Part {
        var isOwn: Bool
        /// Without those of rooms that were taken away since.
        var events: [DurableEvent]
        /// The position of the last, with those that are left out.
        var last: Int64
        /// When the rooms were made whose first events are here.
        var madeAt: [RoomName: Timestamp] = [:]
    }

    /// What the log is called now; `nil` when there is nothing new.
    var log: String?
    /// In order of position.
    var parts: [Part] = []
    /// How many events there are, with those that are left out.
    var count = 0
    /// The number of changes that no event tells; `nil` where it was not read.
    var accessNumber: Int64?
    /// What is to be known before the parts are; `nil` for nothing.
    var news: LogNews?

    /// Reads what was changed of access alone, where there is no event.
    init(_ session: any SQLSession, knowing known: Int64, through number: Int64) throws {
        accessNumber = number
        news = try LogNews(session, since: known, through: number)
    }

    /// Reads some of the log, and what has to be known with it: what was changed of access, and
    /// rooms anew where events are gone that nobody has come to.
    ///
    /// - Parameters:
    ///   - first: the position after which to begin.
    ///   - last: the position with which to end.
    ///   - limit: events, 1 or more.
    ///   - known: the number of changes of access that was handed on.
    init(
        _ session: any SQLSession,
        after first: Int64,
        through last: Int64 = .max,
        limit: Int,
        knowing known: Int64,
        log: LogName,
        node: NodeNumber
    ) throws {
        var reader = EventReader(log: log)
        let values: [SQLValue] = [.integer(first), .integer(last), .integer(Int64(limit))]
        try session.run(PostgresText.tail, values) { row in
            let isOwn = try row.optionalInteger(EventRow.width) == node.rawValue
            if self.log == nil {
                self.log = try row.text(EventRow.width + 1)
                accessNumber = try row.integer(EventRow.width + 3)
            }
            let isThere = try row.optionalText(EventRow.Column.room.rawValue) != nil
            let event = isThere ? try reader.event(from: row) : nil
            add(event, at: try row.integer(EventRow.Column.position.rawValue), isOwn: isOwn)
            if let event, let madeAt = try row.optionalInteger(EventRow.width + 2) {
                parts[parts.count - 1].madeAt[event.room] = Timestamp(milliseconds: madeAt)
            }
            return true
        }
        guard let accessNumber, let last = parts.last?.last else { return }
        news = try LogNews(session, since: known, through: accessNumber)
        guard last - first != Int64(count) else { return }
        let rooms = try LogNews.rooms(session, cutBehind: first)
        news = news ?? LogNews()
        news?.rooms = rooms
    }

    /// Whether others have changed who may do what.
    var changesAccess: Bool {
        news?.isOfAccess == true
            || parts.contains { !$0.isOwn && $0.events.contains(where: \.changesAccess) }
    }

    private mutating func add(_ event: DurableEvent?, at position: Int64, isOwn: Bool) {
        count += 1
        if parts.last?.isOwn != isOwn { parts.append(Part(isOwn: isOwn, events: [], last: 0)) }
        if let event { parts[parts.count - 1].events.append(event) }
        parts[parts.count - 1].last = position
    }
}

extension DurableEvent {
    /// Whether it may change who may do what.
    fileprivate var changesAccess: Bool {
        switch content {
        case .member, .room: true
        case .message, .edit, .delete, .react, .unknown: false
        }
    }
}

extension PostgresTail.Part {
    /// Makes a part of what this server wrote; `nil` without an event.
    ///
    /// - Parameter outcome: its events in order of position, each with its cursor.
    init?(_ outcome: BatchOutcome) {
        guard let last = outcome.events.last?.cursor?.position else { return nil }
        self.init(isOwn: true, events: outcome.events, last: last, madeAt: outcome.madeAt)
    }
}

extension LostCommit {
    /// Looks in the log what became of it.
    ///
    /// - Parameter session: of a transaction that has the log's lock.
    func fate(in session: any SQLSession) throws -> Fate {
        let head = try session.row(Statements.newestPosition, []) { try $0.integer(0) } ?? 0
        let found = try session.row(PostgresText.writer, [.integer(first)]) { row in
            NodeNumber(try row.integer(0))
        }
        return fate(head: head, writtenBy: found)
    }
}

/// The statements that follow the log.
extension PostgresText {
    /// Events of all rooms, with their writers, and when the room of a first event was made, and
    /// the number of changes that no event tells; a room that was taken away has no name.
    ///
    /// Its values: the position after which to begin, that with which to end, limit.
    static let tail = """
        SELECT \(EventRow.columns(
            room: "(SELECT name FROM rooms WHERE id = events.room AND is_deleted = 0)"
        )), writer, (SELECT name FROM log),
        CASE WHEN seq = 1 THEN (SELECT created_at FROM rooms WHERE id = events.room) END,
        (SELECT access_number FROM log) FROM events
        WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3
        """

    /// The log's name, its newest position, the log's time, the clock's, and the number of changes
    /// that no event tells.
    static let logNow = """
        SELECT name, coalesce(position, 0), coalesce(logged_at, at, 0), \(clock), access_number
        FROM log LEFT JOIN
        (SELECT position, at, logged_at FROM events ORDER BY position DESC LIMIT 1) AS newest
        ON true
        """

    /// Who wrote an event; 0 where nobody is named.
    static let writer = "SELECT coalesce(writer, 0) FROM events WHERE position = $1"
}
#endif
