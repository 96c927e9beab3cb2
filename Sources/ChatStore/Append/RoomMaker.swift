import ChatProtocol

/// Makes rooms, up to the limit.
struct RoomMaker {
    let session: any SQLSession
    /// What is known of how many there are.
    let memory: WriterMemory
    /// The most rooms there may be.
    let limit: Int

    /// Makes a room unless there is one of the name.
    ///
    /// - Complexity: O(rooms that were made since the last one), and O(rooms) at the limit.
    ///
    /// - Parameters:
    ///   - visibility: who may see it; `nil` is what such rooms begin with.
    ///   - time: when it is made.
    /// - Returns: false when the limit is reached and it was not made.
    func make(
        _ name: RoomName,
        _ visibility: Visibility? = nil,
        at time: Timestamp
    ) throws -> Bool {
        let visibility = visibility ?? (name.isDirect ? .private : .public)
        guard try hasPlace() else { return false }
        let values = [
            SQLValue.text(name.description), .text(visibility.rawValue),
            .integer(time.milliseconds),
        ]
        try session.run(Statements.makeRoom, values)
        return true
    }

    private func hasPlace() throws -> Bool {
        try memory.roomCount.goOn(in: session)
        if memory.roomCount.count < limit { return true }
        // Others may have taken rooms away.
        memory.roomCount = RoomCount()
        try memory.roomCount.goOn(in: session)
        return memory.roomCount.count < limit
    }

    /// Whether somebody has made a room for some people alone.
    ///
    /// - Returns: false where there is none.
    func isPrivate(_ name: RoomName) throws -> Bool {
        let visibility = try session.row(Statements.visibility, [.text(name.description)]) {
            try $0.text(0)
        }
        return visibility == Visibility.private.rawValue
    }
}

extension SQLSession {
    /// Finds a room.
    ///
    /// - Returns: the room as it is in this transaction; `nil` where there is none.
    func knownRoom(_ name: RoomName) throws -> WriterMemory.KnownRoom? {
        try row(Statements.roomNumbers, [.text(name.description)]) { row in
            WriterMemory.KnownRoom(
                id: try row.integer(0),
                madeAt: Timestamp(milliseconds: try row.integer(2)),
                newest: try row.integer(1)
            )
        }
    }
}
