package import ChatProtocol

extension SQLSession {
    /// What was written into a log, whoever did, for an engine that hands it on.
    ///
    /// - Parameters:
    ///   - position: of the last event that is not wanted.
    ///   - limit: events, 1 or more.
    /// - Returns: events of all rooms, in order of position.
    func events(after position: Int64, limit: Int, of log: LogName) throws -> [DurableEvent] {
        var reader = EventReader(log: log)
        let values: [SQLValue] = [.integer(position), .integer(Int64(limit))]
        return try rows(Statements.nextEvents, values) { try reader.event(from: $0) }
    }
}

/// Keeping up with what other processes write.
extension ChatStore {
    /// Reads the newest events of all rooms as they were said, for those who come back after a
    /// restart.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - head: the position of the last one that is wanted.
    ///   - count: of positions, 1 or more; of some the events may be gone.
    /// - Returns: the events in order of position, each with its cursor.
    package func events(
        through head: Int64,
        count: Int
    ) async throws(StoreError) -> [DurableEvent] {
        let events = try await database.read(.page) { [log] session in
            try session.events(after: max(0, head - Int64(count)), limit: count, of: log)
        }
        return events.filter { ($0.cursor?.position ?? 0) <= head }
    }

    /// Waits until `onCommit` has had an event that the log has, whoever wrote it.
    ///
    /// Suspends for a read and for as long as the wait is; neither where nobody else writes, nor
    /// for what was handed on already.
    ///
    /// - Parameter position: of an event, from anyone.
    /// - Returns: false when the log has no such event.
    /// - Throws: `unreachable` when it was not handed on in time, or what the database said.
    package func reach(_ position: Int64, within limit: Duration) async throws(StoreError) -> Bool {
        // What is being handed on is in `head`, and may not be known to all yet.
        if appender.hasHandedOn(position) { return true }
        guard isShared, position <= (try await newestPosition()) else { return false }
        guard await appender.reach(position, within: limit) else {
            throw .unreachable("what is in the log was not read in time")
        }
        return true
    }

    /// Waits until `onCommit` has had all that is in the log at this moment.
    ///
    /// Suspends as ``reach(_:within:)`` does.
    ///
    /// - Throws: `unreachable` when it was not handed on in time, or what the database said.
    package func reachNewest(within limit: Duration) async throws(StoreError) {
        guard isShared else { return }
        _ = try await reach(try await newestPosition(), within: limit)
    }

    /// Sees that what was read of the log before is not of one that has lost what was handed on:
    /// a standby that was not told of every commit may have taken over, and lacks rooms and events
    /// that nobody removed.
    ///
    /// Suspends for a read, where others write the log too.
    ///
    /// - Throws: `unreachable` when it may be; or what the database said.
    package func confirm() async throws(StoreError) {
        guard isShared else { return }
        try await database.read { [appender] session in try appender.confirm(session) }
    }

    private func newestPosition() async throws(StoreError) -> Int64 {
        try await database.read { session in
            try session.row(Statements.newestPosition, []) { try $0.integer(0) } ?? 0
        }
    }
}
