import ChatProtocol
import ChatStore

/// Rooms as a member sees them in a list: with what is unread, which is derived and never stored.
struct RoomListing {
    private let house: House
    private let member: MemberName?

    /// Takes who looks.
    ///
    /// - Parameters:
    ///   - house: the server's parts.
    ///   - member: who looks; a reader without a name has read nothing and is mentioned nowhere.
    init(house: House, member: MemberName?) {
        self.house = house
        self.member = member
    }

    /// Makes the rows of all rooms, by name.
    ///
    /// Suspends for its turn, for three reads, however many rooms there are, and for a hop to each
    /// room.
    ///
    /// - Returns: the rows.
    /// - Throws: the store's problem, or that too many wait for such lists.
    func rows() async throws(Problem) -> [Row] {
        try await attempt { () async throws(StoreError) in try await house.lists.enter() }
        defer { house.lists.leave() }
        return try await allRows()
    }

    private func allRows() async throws(Problem) -> [Row] {
        let rooms = house.rooms.all.map(\.room)
        let markers = try await attempt { () async throws(StoreError) -> [RoomName: Int64] in
            guard let member else { return [:] }
            return try await house.store.readMarkers(of: member)
        }
        let members = try await attempt { () async throws(StoreError) in
            try await house.store.memberCounts()
        }
        let unread = try await unread(in: rooms.map(\.facts), markers)
        var rows: [Row] = []
        rows.reserveCapacity(rooms.count)
        for room in rooms {
            let name = room.facts.name
            rows.append(
                Row(
                    facts: room.facts,
                    here: await room.here.count,
                    members: members[name] ?? 0,
                    read: member.map { _ in markers[name] ?? 0 },
                    unread: unread[name] ?? UnreadCount()
                )
            )
        }
        return rows
    }

    /// Makes the row of a room.
    ///
    /// Suspends for a hop to the room, and for up to three reads.
    ///
    /// - Parameter room: any room.
    /// - Returns: the row.
    /// - Throws: the store's problem.
    func row(of room: Room) async throws(Problem) -> Row {
        let facts = room.facts
        let marker = try await attempt { () async throws(StoreError) -> Int64? in
            guard let member else { return nil }
            return try await house.store.readMarker(of: member, in: facts.name)
        }
        let members = try await attempt { () async throws(StoreError) in
            try await house.store.memberCount(of: facts.name)
        }
        let unread = try await unread(in: [facts], marker.map { [facts.name: $0] } ?? [:])
        return Row(
            facts: facts,
            here: await room.here.count,
            members: members,
            read: marker,
            unread: unread[facts.name] ?? UnreadCount()
        )
    }

    private func unread(
        in rooms: [RoomFacts],
        _ markers: [RoomName: Int64]
    ) async throws(Problem) -> [RoomName: UnreadCount] {
        guard let member else { return [:] }
        return try await attempt { () async throws(StoreError) in
            try await house.store.unread(
                of: member,
                in: rooms.map { ($0.name, $0.newest, markers[$0.name] ?? 0) }
            )
        }
    }

    /// One room of a list.
    struct Row {
        let facts: RoomFacts
        let here: Int
        let members: Int
        /// The number of the newest event that the member has read; `nil` without a name.
        let read: Int64?
        let unread: UnreadCount

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
                fields.field("read", read)
                fields.field("unread", Int64(unread.messages))
                if unread.hasMore { fields.field("unreadMore", true) }
                fields.field("mentions", Int64(unread.mentions))
            }
        }
    }
}
