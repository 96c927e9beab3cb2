package import ChatProtocol

extension ChatStore {
    /// Lists those who have a role in any room.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: all of them, by room.
    /// - Throws: what the database said; `damaged` where a row is unreadable.
    /// - Complexity: O(members of all rooms), once.
    package func allMembers() async throws(StoreError) -> [RoomName: PackedMembers] {
        try await database.read(.list) { session in
            var rooms = PackedRooms()
            try session.run(Statements.allMembers, []) { row in
                try rooms.add(row)
                return true
            }
            return try rooms.ended()
        }
    }
}
