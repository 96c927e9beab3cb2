package import ChatProtocol

/// Why what waits to be sent does not go out, though the server is there.
package struct Held: Hashable, Sendable {
    /// The room that takes nothing; `nil` is none of them.
    package var room: RoomName?
    /// The cause, for programs: the words for people may tell how long it still lasts.
    package var code: String
    /// For people.
    package var reason: String

    /// Makes one.
    ///
    /// - Parameter room: the room that takes nothing; `nil` is none of them.
    package init(_ room: RoomName?, code: String, reason: String) {
        self.room = room
        self.code = code
        self.reason = reason
    }

    /// Whether it is the same cause in the same place.
    ///
    /// - Parameter other: told before.
    /// - Returns: `true` if it is.
    func isSame(as other: Held) -> Bool { room == other.room && code == other.code }
}
