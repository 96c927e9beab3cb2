import ChatProtocol

/// A command as it was typed, and where.
struct TypedLine: Hashable, Sendable {
    var room: RoomName
    var text: String
}
