import ChatProtocol
import ChatStore

/// What is unread, for the one who asks.
extension Gate {
    /// How far a caller has read, room by room.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: the newest event read of each room that has one; nothing without a name.
    func readMarkers(of caller: Caller) async throws(Problem) -> [RoomName: Int64] {
        guard let member = caller.member else { return [:] }
        return try await attempt { () async throws(StoreError) in
            try await store.readMarkers(of: member)
        }
    }

    /// Counts what a caller has not read.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: the counts by room; nothing without a name.
    func unread(
        in readers: [Reader],
        _ markers: [RoomName: Int64],
        by caller: Caller
    ) async throws(Problem) -> [RoomName: UnreadCount] {
        guard let member = caller.member else { return [:] }
        return try await attempt { () async throws(StoreError) in
            try await store.unread(
                of: member,
                in: readers.map { ($0.room, $0.facts.newest, markers[$0.room] ?? 0) }
            )
        }
    }
}
