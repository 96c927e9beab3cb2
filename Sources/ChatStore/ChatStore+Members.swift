package import ChatProtocol

extension ChatStore {
    /// The most members that ``members(of:after:)`` lists; the next call goes on after the last.
    package static let memberPage = 10_000

    /// Lists those who have a role in a room, the banned too.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - room: the room.
    ///   - member: only names after this one; `nil` is all.
    /// - Returns: at most ``memberPage`` of them, by name.
    /// - Throws: what the database said.
    package func members(
        of room: RoomName,
        after member: MemberName? = nil
    ) async throws(StoreError) -> [StoredMember] {
        try await database.read { session in
            let values = [
                SQLValue.text(room.description), .text(member?.folded ?? ""),
                .integer(Int64(Self.memberPage)),
            ]
            return try session.rows(Statements.members, values) { try StoredMember(row: $0) }
        }
    }

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

    /// The role of a member in a room.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - member: who.
    ///   - room: where.
    /// - Returns: `none` when nobody gave one.
    /// - Throws: what the database said.
    package func role(
        of member: MemberName,
        in room: RoomName
    ) async throws(StoreError) -> Role {
        try await database.read { session in
            let values = [SQLValue.text(room.description), .text(member.folded)]
            let role = try session.row(Statements.role, values) { try Role(stored: $0.text(0)) }
            return role ?? .none
        }
    }

    /// Counts the members of a room, without those who are banned or have left.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter room: which.
    /// - Returns: 0 or more.
    /// - Throws: what the database said.
    /// - Complexity: O(members of the room).
    package func memberCount(of room: RoomName) async throws(StoreError) -> Int {
        try await database.read { session in
            let values = [SQLValue.text(room.description)]
            return Int(try session.row(Statements.memberCount, values) { try $0.integer(0) } ?? 0)
        }
    }

    /// Counts the members of each room, without those who are banned or have left.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: a count for each room that has any.
    /// - Throws: `unavailable` if the database cannot be read.
    /// - Complexity: O(members of all rooms).
    package func memberCounts() async throws(StoreError) -> [RoomName: Int] {
        try await database.read(.list) { session in
            let counts = try session.rows(Statements.memberCounts, []) { row in
                (try RoomName(stored: row.text(0)), Int(try row.integer(1)))
            }
            return Dictionary(counts) { first, _ in first }
        }
    }
}
