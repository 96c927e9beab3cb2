package import ChatProtocol

extension ChatStore {
    /// Finds a room.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: the room as it is now; `nil` when there is none.
    package func room(_ name: RoomName) async throws(StoreError) -> StoredRoom? {
        try await database.read { session in
            try session.row(Statements.room, [.text(name.description)]) { row in
                try StoredRoom(row: row)
            }
        }
    }

    /// Lists the rooms.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: all rooms by name, at most ``StoreOptions/roomLimit``.
    package func rooms() async throws(StoreError) -> [StoredRoom] {
        try await database.read { session in
            try session.rows(Statements.rooms, []) { row in try StoredRoom(row: row) }
        }
    }

    /// Lists the rooms that were made since a look.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter number: the newest room's then, as ``SharedMarks`` has it.
    /// - Returns: those with higher numbers that are there still.
    package func rooms(madeAfter number: Int64) async throws(StoreError) -> [StoredRoom] {
        try await database.read { session in
            try session.rows(Statements.newRooms, [.integer(number)]) { row in
                try StoredRoom(row: row)
            }
        }
    }

    /// Makes a room without any event, as a first stream does; one that is there stays as it is.
    ///
    /// Suspends until it is durable.
    ///
    /// - Throws: `tooManyRooms`, `diskFloor`, `logQuota`, or what the database said.
    package func makeRoom(_ name: RoomName) async throws(StoreError) -> StoredRoom {
        if let room = try await room(name) { return room }
        if let refusal = disk?.refusal() { throw refusal }
        return try await database.write { [options, clock] session in
            let find = { () throws -> StoredRoom? in
                try session.row(Statements.room, [.text(name.description)]) { row in
                    try StoredRoom(row: row)
                }
            }
            if let room = try find() { return room }
            let rooms = RoomMaker(
                session: session,
                memory: WriterMemory(),
                limit: options.roomLimit
            )
            guard try rooms.make(name, at: clock.now), let room = try find() else {
                throw StoreError.tooManyRooms(limit: options.roomLimit)
            }
            return room
        }
    }
}
