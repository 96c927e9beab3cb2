import ChatProtocol

/// Writes events in one transaction.
///
/// Nearly all are plain messages: they have a statement of few columns.
struct EventInserter {
    private let session: any SQLSession
    private var message: (any SQLStatement)?
    private var imported: (any SQLStatement)?

    /// Makes one.
    init(session: any SQLSession) {
        self.session = session
    }

    /// Writes an event.
    ///
    /// - Parameters:
    ///   - position: its place in the log.
    ///   - room: the number of its room.
    mutating func insert(_ event: DurableEvent, at position: Int64, room: Int64) throws {
        guard case .message(let said) = event.content, said.file == nil else {
            let values = EventRow.values(of: event, at: position, room: room)
            return try session.run(Statements.insertEvent, values)
        }
        let statement = try message ?? session.prepare(Statements.insertMessage)
        self.message = statement
        set(event, said, at: position, room: room, in: statement)
        try statement.run()
    }

    /// Writes an event that happened before it is logged.
    ///
    /// - Parameters:
    ///   - position: its place in the log.
    ///   - room: the number of its room.
    mutating func insert(
        imported event: DurableEvent,
        at position: Int64,
        room: Int64,
        loggedAt time: Timestamp
    ) throws {
        guard case .message(let said) = event.content, said.file == nil else {
            try insert(event, at: position, room: room)
            let values = [SQLValue.integer(time.milliseconds), .integer(position)]
            return try session.run(Statements.setLoggedAt, values)
        }
        let statement = try imported ?? session.prepare(Statements.insertImported)
        self.imported = statement
        set(event, said, at: position, room: room, in: statement)
        statement.set(time.milliseconds, at: 10)
        try statement.run()
    }

    private func set(
        _ event: DurableEvent,
        _ said: Message,
        at position: Int64,
        room: Int64,
        in statement: any SQLStatement
    ) {
        statement.set(position, at: 1)
        statement.set(room, at: 2)
        statement.set(event.seq, at: 3)
        statement.set(event.at.milliseconds, at: 4)
        statement.set(event.user.description, at: 5)
        statement.set(said.text, at: 6)
        statement.set(said.replyTo, at: 7)
        statement.set(said.kind?.rawValue, at: 8)
        statement.set(said.key, at: 9)
    }
}
