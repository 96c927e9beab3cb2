import ChatProtocol
import ChatStore

/// Rooms as a member sees them in a list: with what is unread, which is derived and never stored.
struct RoomListing {
    private let house: House
    private let member: MemberName?
    private let read: [RoomName: Int64]
    private let memberCounts: [RoomName: Int]

    /// Reads what the rows of all rooms need.
    ///
    /// Suspends for two reads.
    ///
    /// - Parameters:
    ///   - house: the server's parts.
    ///   - member: who looks; a reader without a name has read nothing and is mentioned nowhere.
    /// - Throws: the store's problem.
    init(house: House, member: MemberName?) async throws(Problem) {
        self.house = house
        self.member = member
        read = try await attempt { () async throws(StoreError) in
            guard let member else { return [:] }
            return try await house.store.readMarkers(of: member)
        }
        memberCounts = try await attempt { () async throws(StoreError) in
            try await house.store.memberCounts()
        }
    }

    /// Makes the row of a room.
    ///
    /// Suspends for a hop to the room, and for a read where something is unread.
    ///
    /// - Parameter room: any room.
    /// - Returns: the row.
    /// - Throws: the store's problem.
    func row(of room: Room) async throws(Problem) -> Row {
        let facts = room.facts
        let seen = read[facts.name] ?? 0
        let unread = member == nil ? 0 : max(0, facts.newest - seen)
        return Row(
            facts: facts,
            here: await room.here.count,
            members: memberCounts[facts.name] ?? 0,
            unread: unread,
            mentions: unread == 0 ? 0 : try await mentions(in: facts.name, after: seen)
        )
    }

    private func mentions(in room: RoomName, after seq: Int64) async throws(Problem) -> Int {
        guard let member else { return 0 }
        return try await attempt { () async throws(StoreError) in
            try await house.store.mentions(
                of: member,
                in: room,
                after: seq,
                scanning: house.limits.mentionScan
            )
        }
    }

    /// One room of a list.
    struct Row {
        let facts: RoomFacts
        let here: Int
        let members: Int
        let unread: Int64
        let mentions: Int

        /// Writes the row's JSON object.
        ///
        /// - Parameter writer: where to.
        func write(to writer: inout JSONWriter) {
            writer.object { fields in
                fields.field("name", facts.name.description)
                fields.field("topic", facts.topic)
                fields.field("visibility", facts.visibility.rawValue)
                fields.field("members", Int64(members))
                fields.field("here", Int64(here))
                fields.field("newest", facts.newest)
                fields.field("unread", unread)
                fields.field("mentions", Int64(mentions))
            }
        }
    }
}
