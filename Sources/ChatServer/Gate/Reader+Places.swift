import ChatProtocol
import ChatStore

/// Where those begin to read who do not name an event.
extension Reader {
    /// The position before the last messages of the room.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - readers: of the rooms that are meant.
    ///   - head: the position up to which the log is looked at.
    static func position(
        beforeLast count: Int64,
        messagesOf readers: [Reader],
        through head: Int64,
        _ gate: Gate
    ) async throws(Problem) -> Int64 {
        try await attempt { () async throws(StoreError) in
            try await gate.store.position(
                beforeLast: Int(count),
                messagesIn: readers.map(\.room),
                through: head
            )
        }
    }

    /// The position before the first event of the rooms that happened at a time or later.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - readers: of the rooms that are meant.
    ///   - head: the position up to which the log is looked at.
    static func position(
        before time: Timestamp,
        eventsOf readers: [Reader],
        through head: Int64,
        _ gate: Gate
    ) async throws(Problem) -> Int64 {
        try await attempt { () async throws(StoreError) in
            try await gate.store.position(before: time, in: readers.map(\.room), through: head)
        }
    }
}
