package import ChatProtocol

/// Removing what is kept no longer, a few events at a time: nothing else waits for longer than that
/// takes.
extension ChatStore {
    /// Events of one transaction.
    private static let slice = 500
    /// Reactions of one transaction, from which on it takes no other event.
    fileprivate static let reactionSlice: Int64 = 5000

    /// Takes a room away, with all that was said in it; its name is free at once.
    ///
    /// Suspends until it is durable and `onCommit` has returned. The events go afterwards:
    /// ``removeDeleted()``.
    ///
    /// - Parameters:
    ///   - madeAt: when the room was made that is meant; `nil` for any of the name.
    ///   - invites: what opened it, by ``Invite/key``, which ends with it.
    ///   - audit: what the audit tells of it, in the same transaction: what it tells of the name
    ///     before ``AuditAction/roomDeleted`` is of this room, and no other's.
    /// - Returns: false when there is none.
    /// - Throws: what ``append(_:)`` throws.
    package func drop(
        _ name: RoomName,
        madeAt: Timestamp? = nil,
        ending invites: [String] = [],
        noting audit: [AuditEntry] = []
    ) async throws(StoreError) -> Bool {
        let drop = RoomDrop(room: name, roomMadeAt: madeAt, invites: invites, audit: audit)
        return try await appender.drop(drop)
    }

    /// Removes events from a room's old end; the newest one always stays.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - madeAt: when the room was made that is meant; `nil` for any of the name.
    ///   - seq: events up to this number go; `nil` for none by number.
    ///   - time: older events go, up to the first that is not; `nil` for none by time.
    /// - Returns: what was removed; `nil` for nothing.
    package func removeOldest(
        of room: RoomName,
        madeAt: Timestamp? = nil,
        through seq: Int64?,
        before time: Timestamp?
    ) async throws(StoreError) -> Removal? {
        let found = try await database.read(.page) { session -> Oldest? in
            guard let known = try session.knownRoom(room), known.isOf(madeAt),
                let newest = try session.row(
                    Statements.newestPlace,
                    [.integer(known.id)],
                    { try $0.integer(0) }
                )
            else { return nil }
            return try session.oldest(of: known.id, before: newest, limit: Self.slice) { event in
                event.seq <= seq ?? 0 || time.map { event.at < $0 } ?? false
            }
        }
        guard let found, let last = found.events.last, try await remove(found) else { return nil }
        return Removal(oldest: last.seq + 1, through: last.position, hasMore: found.isFull)
    }

    /// Finds when a room's oldest event was written: before that is over, nothing goes by time.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter madeAt: when the room was made that is meant; `nil` for any of the name.
    /// - Returns: `nil` where there is no such room, or nothing in it.
    package func oldestTime(
        of room: RoomName,
        madeAt: Timestamp? = nil
    ) async throws(StoreError) -> Timestamp? {
        try await database.read { session -> Timestamp? in
            guard let known = try session.knownRoom(room), known.isOf(madeAt) else { return nil }
            return try session.row(Statements.oldestTime, [.integer(known.id)]) { row in
                Timestamp(milliseconds: try row.integer(0))
            }
        }
    }

    /// Removes a few of the events of rooms that were taken away, and then the rooms.
    ///
    /// Suspends until it is durable.
    ///
    /// - Returns: whether there may be more.
    package func removeDeleted() async throws(StoreError) -> Bool {
        let rooms = try await database.read { session in
            try session.rows(Statements.deletedRooms, []) { try $0.integer(0) }
        }
        for id in rooms {
            let found = try await database.read(.page) { session in
                // The log's newest event keeps its position for as long as it is the newest.
                let head = try session.row(Statements.newestPosition, []) { try $0.integer(0) }
                return try session.oldest(of: id, before: head ?? 0, limit: Self.slice) { _ in true
                }
            }
            if found.events.isEmpty {
                try await finish(id)
            } else {
                _ = try await remove(found)
            }
            if found.isFull { return true }
        }
        return false
    }

    /// Empties the log's newest event if it is of a room that was taken away; else the room goes.
    ///
    /// What the index has of it goes first: its number may be another room's then.
    private func finish(_ id: Int64) async throws(StoreError) {
        let rest = try await database.read(.page) { session in
            try session.oldest(of: id, before: .max, limit: 1) { _ in true }
        }
        try await searchIndex?.remove(rest.steps)
        if rest.events.isEmpty { try await searchIndex?.forget(room: id) }
        try await database.write { session in
            let newest = try session.row(Statements.newestPlace, [.integer(id)]) { _ in true }
            let text = newest == nil ? Statements.removeRoom : Statements.emptyEvent
            try session.run(text, [.integer(id)])
        }
    }

    /// The words go first: what is in the log alone is found by nobody, and goes the next time.
    ///
    /// - Returns: false where another server was quicker, which removes from the old end too.
    private func remove(_ found: Oldest) async throws(StoreError) -> Bool {
        try await searchIndex?.remove(found.steps)
        return try await database.write { session in
            guard let oldest = found.events.first, let last = found.events.last,
                try session.row(
                    Statements.isEventThere,
                    [.integer(oldest.position)],
                    { _ in true }
                ) == true
            else { return false }
            for event in found.events {
                let position = [SQLValue.integer(event.position)]
                try session.run(Statements.removeEvent, position)
                try session.run(Statements.removeState, position)
                try session.run(Statements.dropReactions, position)
                // Its key stays for its day: what it was used for stays used.
            }
            let count = SQLValue.integer(Int64(found.events.count))
            try session.run(Statements.countRemoved, [count])
            let values: [SQLValue] = [.integer(last.position), .integer(found.room)]
            try session.run(Statements.setRemovedThrough, values)
            return true
        }
    }
}

/// The oldest events of a room.
private struct Oldest: Sendable {
    struct Event: Sendable {
        var position: Int64
        var seq: Int64
        var at: Timestamp
    }

    var room: Int64
    var events: [Event] = []
    /// What goes from the index with them.
    var steps: [SearchStep] = []
    var isFull = false
}

extension SQLSession {
    /// Reads the oldest events of a room, up to the first that stays, or that has to wait for
    /// another transaction.
    fileprivate func oldest(
        of room: Int64,
        before position: Int64,
        limit: Int,
        where goes: (Oldest.Event) -> Bool
    ) throws -> Oldest {
        var found = Oldest(room: room)
        var reactions: Int64 = 0
        let values: [SQLValue] = [.integer(room), .integer(position), .integer(Int64(limit))]
        try run(Statements.oldestEvents, values) { row in
            guard reactions < ChatStore.reactionSlice else {
                found.isFull = true
                return false
            }
            let event = Oldest.Event(
                position: try row.integer(0),
                seq: try row.integer(1),
                at: Timestamp(milliseconds: try row.integer(2))
            )
            guard goes(event) else { return false }
            found.events.append(event)
            // Whatever a damaged log says there, nothing is to stop here.
            let counts = (try? StoredState(row: row, at: 6))?.state.reactions ?? []
            reactions = counts.reduce(reactions) { $0 &+ $1.count }
            guard try row.text(3) == EventFilter.Kind.message.rawValue else { return true }
            let user = try MemberName(stored: row.text(4))
            let change = SearchStep.Change.remove(said: try row.text(5))
            found.steps.append(
                SearchStep(position: event.position, room: room, user: user, change: change)
            )
            return true
        }
        found.isFull = found.isFull || found.events.count == limit
        return found
    }
}
