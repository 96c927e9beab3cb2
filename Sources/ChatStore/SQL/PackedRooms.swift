import ChatProtocol

/// The members of all rooms while they are read, which come room by room: so a room's name is read
/// once.
struct PackedRooms {
    private var rooms: [RoomName: PackedMembers] = [:]
    private var room: [UInt8] = []
    private var members = PackedMembers()
    /// The room of the row.
    private var next: [UInt8] = []

    /// Adds a member.
    ///
    /// - Parameter row: of ``Statements/allMembers``.
    /// - Throws: `damaged` when the row is not one that the store wrote.
    mutating func add(_ row: any SQLRow) throws(StoreError) {
        next.removeAll(keepingCapacity: true)
        guard row.append(5, to: &next) else { throw .damaged(detail: "a room is missing") }
        if next != room {
            try endRoom()
            swap(&room, &next)
        }
        try members.add(row)
    }

    /// Takes what was read.
    ///
    /// - Throws: `damaged` when there is a room that nobody can name.
    mutating func ended() throws(StoreError) -> [RoomName: PackedMembers] {
        try endRoom()
        return rooms
    }

    private mutating func endRoom() throws(StoreError) {
        guard !members.isEmpty else { return }
        rooms[try RoomName(stored: String(decoding: room, as: UTF8.self))] = members
        members = PackedMembers()
    }
}
