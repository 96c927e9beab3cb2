package import ChatProtocol

extension ChatStore {
    /// The most messages that ``position(beforeLast:messagesIn:through:)`` goes back; a larger
    /// count is brought down to it.
    package static let tailLimit = 10_000

    /// The position after which the last messages of some rooms, taken together, stand.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - count: how many messages, 0 to ``tailLimit``.
    ///   - rooms: at most ``Limits/streamRooms``.
    ///   - last: the position that ends the part.
    /// - Returns: 0 or more; `last` itself when there is no message or none is wanted.
    /// - Throws: `tooManyRooms`, or what the database said.
    package func position(
        beforeLast count: Int,
        messagesIn rooms: [RoomName],
        through last: Int64
    ) async throws(StoreError) -> Int64 {
        guard count > 0, let rooms = try RoomParameters(rooms) else { return last }
        let most = Int64(min(count, Self.tailLimit))
        let values = [rooms.first, .integer(last)] + rooms.others + [.integer(most)]
        return try await database.read { session in
            let bounding = session.boundsParts
            let text = Statements.lastMessages(rooms: rooms.count, bounding: bounding)
            let first = try session.row(text, values) { try $0.optionalInteger(0) } ?? nil
            return first.map { $0 - 1 } ?? last
        }
    }

    /// The position before the first event of some rooms that happened at a time or later.
    ///
    /// It depends on these rooms alone, unless the clock was ahead for a while: where the log's
    /// time was wrong is found by the events of all rooms. Suspends while it reads.
    ///
    /// - Parameters:
    ///   - time: any moment.
    ///   - rooms: at most ``Limits/streamRooms``.
    ///   - last: the position that ends the part, at most ``head``.
    /// - Returns: `last` when there is no such event.
    /// - Throws: `tooManyRooms`, or what the database said.
    /// - Complexity: O(log events), and O(rooms).
    package func position(
        before time: Timestamp,
        in rooms: [RoomName],
        through last: Int64
    ) async throws(StoreError) -> Int64 {
        guard let rooms = try RoomParameters(rooms) else { return last }
        return try await database.read { session in
            let search = TimeSearch(session: session)
            return try search.position(happenedFrom: time, in: rooms, through: last) - 1
        }
    }
}
