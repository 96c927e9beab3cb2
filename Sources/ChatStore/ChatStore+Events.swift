package import ChatProtocol

extension ChatStore {
    /// Reads a page of the log.
    ///
    /// Suspends while it reads; appends go on meanwhile, and none of them shows half.
    ///
    /// - Parameter query: which part, which events, how many.
    /// - Returns: the events in the order that the query names, each with its cursor.
    /// - Throws: `tooManyRooms` when the query names more than ``Limits/streamRooms``, `cancelled`,
    ///   or what the database said.
    package func events(_ query: EventQuery) async throws(StoreError) -> [DurableEvent] {
        guard let statement = try EventStatement(query) else { return [] }
        return try await database.read { [log] session in
            try session.rows(statement.text, statement.values) { row in
                try EventRow.event(from: row, of: log)
            }
        }
    }

    /// Reads one event.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - room: its room.
    ///   - seq: its number there.
    /// - Returns: the event; `nil` when there is none.
    /// - Throws: what the database said.
    package func event(
        room: RoomName,
        seq: Int64
    ) async throws(StoreError) -> DurableEvent? {
        try await database.read { [log] session in
            let values = [SQLValue.text(room.description), .integer(seq)]
            return try session.row(Statements.event, values) { row in
                try EventRow.event(from: row, of: log)
            }
        }
    }

    /// Counts the messages of others that mention a member.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - member: whose name is sought.
    ///   - room: where.
    ///   - seq: only later events.
    ///   - limit: how many of the newest events are looked at; those before them count nothing.
    /// - Returns: the messages that mention the member.
    /// - Throws: what the database said.
    package func mentions(
        of member: MemberName,
        in room: RoomName,
        after seq: Int64,
        scanning limit: Int
    ) async throws(StoreError) -> Int {
        let mention = Mention(of: member)
        return try await database.read { session in
            let name = SQLValue.text(room.description)
            let newest = try session.row(Statements.newestSeq, [name]) { try $0.integer(0) }
            guard let newest, newest > seq else { return 0 }
            let first = max(seq, newest - Int64(max(limit, 0)))
            var count = 0
            let values = [name, .integer(first), .text(member.folded)]
            try session.run(Statements.speechBack, values) { row in
                if mention.isIn(try row.text(0)) { count += 1 }
                return true
            }
            return count
        }
    }
}
