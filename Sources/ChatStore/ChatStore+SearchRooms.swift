import ChatProtocol

/// The rooms in which a search looks.
extension ChatStore {
    /// Events that the index may lack before they are looked through for rooms that were made
    /// public or private; beyond it all rooms are.
    fileprivate static let lateEvents: Int64 = 4096

    /// Finds where the words of a scope are.
    ///
    /// Suspends while it reads.
    ///
    /// - Throws: `searchUnavailable` without an index, or what a database said.
    func searchRooms(_ scope: SearchScope) async throws(StoreError) -> SearchRooms {
        switch scope {
        case .named(let names): return try await searchRooms(named: names)
        case .readable(let common, let others, let hidden):
            let rooms = try await searchRooms(publicBut: hidden, others: others)
            guard rooms.leavesOutTooMany else { return rooms }
            return try await searchRooms(named: common + others)
        }
    }

    private func searchRooms(named names: [RoomName]) async throws(StoreError) -> SearchRooms {
        let index = try index()
        let rooms = try await database.read(.search) { try $0.numbers(of: names) }
        return SearchRooms(rooms, own: try await index.ownRooms(among: rooms))
    }

    private func searchRooms(
        publicBut hidden: [RoomName],
        others: [RoomName]
    ) async throws(StoreError) -> SearchRooms {
        let index = try index()
        let head = head
        let (through, turned) = try await index.turnedRooms()
        let log = try await database.read(.search) { session in
            (
                hidden: try session.numbers(of: hidden), others: try session.numbers(of: others),
                there: try session.rooms(thereAmong: turned.map(\.room)),
                late: try session.lateRooms(behind: through, of: head)
            )
        }
        // Whoever takes a room away forgets it in its own index alone.
        let there = turned.filter { log.there.contains($0.room) }
        return SearchRooms(
            publicBut: log.hidden,
            others: log.others,
            turned: try await rooms(there, with: log.late, in: index)
        )
    }

    /// The rooms that are public, or were, as the log has them; the index may not have come to it.
    private func rooms(
        _ turned: [OwnRoom],
        with late: [Int64: Bool],
        in index: SearchIndex
    ) async throws(StoreError) -> [OwnRoom] {
        guard !late.isEmpty else { return turned }
        let known = turned + (try await index.ownRooms(among: late.keys.sorted()))
        var rooms = Dictionary(known.map { ($0.room, $0) }, uniquingKeysWith: { $1 })
        for (room, isPrivate) in late {
            if rooms[room] == nil, isPrivate {
                // All that the index has of it stands among the words of public rooms.
                rooms[room] = OwnRoom(room: room, publicThrough: .max, isPublic: false)
            }
            rooms[room]?.isPublic = !isPrivate
        }
        return Array(rooms.values)
    }
}

extension SQLSession {
    /// The numbers of rooms.
    ///
    /// - Returns: each once; of those that exist.
    func numbers(of rooms: [RoomName]) throws -> [Int64] {
        let names = rooms.map { SQLValue.text($0.description) }
        let parts = Statements.someRooms(names, filling: .text(""))
        return Set(try numbers(Statements.roomsNamed, parts)).sorted()
    }

    /// Whether rooms are private now of which the index may have it otherwise.
    ///
    /// - Parameter through: how far the index is.
    /// - Returns: those that were made public or private behind that, and maybe others.
    func lateRooms(behind through: Int64, of head: Int64) throws -> [Int64: Bool] {
        guard through < head else { return [:] }
        let isFar = head - through > ChatStore.lateEvents
        let text = isFar ? Statements.visibilities : Statements.turnedRooms
        var late: [Int64: Bool] = [:]
        try run(text, isFar ? [] : [.integer(through)]) { row in
            let room = try row.integer(0)
            late[room] = try row.text(1) != Visibility.public.rawValue
            return true
        }
        return late
    }

    /// Which of some rooms are there.
    fileprivate func rooms(thereAmong rooms: [Int64]) throws -> Set<Int64> {
        let parts = Statements.someRooms(rooms.map { .integer($0) }, filling: .integer(0))
        return Set(try numbers(Statements.roomsThere, parts))
    }

    private func numbers(_ text: String, _ parts: [[SQLValue]]) throws -> [Int64] {
        try parts.flatMap { values in try rows(text, values) { try $0.integer(0) } }
    }
}
