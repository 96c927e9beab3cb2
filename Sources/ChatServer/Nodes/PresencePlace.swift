import ChatProtocol

/// A member in a room.
struct PresencePlace: Hashable, Sendable {
    let member: MemberName
    let room: RoomName
}
