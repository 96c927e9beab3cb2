import ChatProtocol

/// The rooms in which a search looks: the index is told of a few, and where there are many, it is
/// looked up in the log where a match lies, before it counts.
struct SearchRooms: Sendable {
    /// Rooms that the index is told of at the most: it goes through each one's messages.
    static let namedLimit = 500
    /// Matches that are asked for at the least where some may lie elsewhere.
    private static let leastMatches = 256

    /// For the index; `nil` for all rooms, and where there are too many.
    let named: [RoomName]?
    /// For the log; `nil` where the index knows.
    let unnamed: Set<RoomName>?

    /// Takes the rooms of a query.
    ///
    /// - Parameter rooms: `nil` is all.
    init(_ rooms: [RoomName]?) {
        let isFew = (rooms?.count ?? 0) <= Self.namedLimit
        named = isFew ? rooms : nil
        unnamed = isFew ? nil : rooms.map { Set($0) }
    }

    /// How many matches to ask the index for.
    ///
    /// - Parameter missing: that are wanted.
    /// - Returns: as many, or more.
    func asked(for missing: Int) -> Int {
        unnamed == nil ? missing : max(missing, Self.leastMatches)
    }
}

extension SQLSession {
    /// Which of some positions are messages of some rooms.
    ///
    /// - Parameters:
    ///   - positions: of anything.
    ///   - rooms: by name.
    /// - Returns: those that are.
    /// - Throws: what the database said.
    func messages(of positions: [Int64], in rooms: Set<RoomName>) throws -> Set<Int64> {
        var found: Set<Int64> = []
        var rest = positions[...]
        while !rest.isEmpty {
            let (_, values) = Statements.nextPositions(of: &rest)
            try run(Statements.roomsOfMessages, values) { row in
                if rooms.contains(try RoomName(stored: row.text(1))) {
                    found.insert(try row.integer(0))
                }
                return true
            }
        }
        return found
    }
}
