import ChatProtocol

/// Which room had a name at a moment: another one may have it later.
///
/// It holds the room, so that no other is taken for it, and gives nothing of it away.
struct RoomMark: Sendable {
    private let room: RoomActor?

    /// Remembers a room.
    ///
    /// - Parameter room: `nil` where there was none, and any is right.
    init(_ room: RoomActor?) {
        self.room = room
    }

    /// Whether a room is the one that was there.
    ///
    /// - Parameter other: the one that has the name now; `nil` for none.
    /// - Returns: false for another one.
    func isOf(_ other: RoomActor?) -> Bool { room == nil || room === other }
}

extension Gate {
    /// Remembers which room has a name, for what comes later; does not suspend.
    ///
    /// - Parameter name: as the caller says it.
    /// - Returns: one that any room is right for, of a direct room: none is ever another's.
    func mark(of name: RoomName) -> RoomMark { RoomMark(rooms.room(named: name)) }
}
