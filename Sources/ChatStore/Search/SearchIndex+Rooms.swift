/// The rooms whose words are in lists of their own.
extension SearchIndex {
    /// Looks some rooms up.
    ///
    /// Suspends while it waits for its turn and reads.
    ///
    /// - Returns: those of them that have lists of their own.
    func ownRooms(among rooms: [Int64]) async throws(StoreError) -> [OwnRoom] {
        try await with { database async throws(StoreError) in
            try await database.read(.search) { session in
                try rooms.compactMap { room in
                    try session.row(Text.ownRoom, [.integer(room)]) { try OwnRoom($0) }
                }
            }
        }
    }

    /// The rooms among them that are public, or were: few, mostly none.
    ///
    /// Suspends while it waits for its turn and reads.
    ///
    /// - Returns: them, and the position up to which the log's events are in the index: both of one
    ///   moment.
    func turnedRooms() async throws(StoreError) -> (through: Int64, rooms: [OwnRoom]) {
        try await with { database async throws(StoreError) in
            try await database.read(.search) { session in
                let rooms = try session.rows(Text.turnedRooms, []) { try OwnRoom($0) }
                return (through: try Self.through(session), rooms: rooms)
            }
        }
    }

    /// Forgets a room that is gone, with all its words: another one may get its number, and each
    /// search looks through what is kept of rooms.
    ///
    /// Suspends until it is forgotten. Without an index nothing is to be.
    func forget(room: Int64) async throws(StoreError) {
        guard isThere() else { return }
        try await with { database async throws(StoreError) in
            try await database.write { try $0.run(Text.forgetRoom, [.integer(room)]) }
        }
    }
}
