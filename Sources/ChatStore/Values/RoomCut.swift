package import ChatProtocol

/// How much of a room's old end is gone; it only grows.
package struct RoomCut: Sendable, Hashable {
    package var room: RoomName
    /// The number of the oldest event that is left.
    package var oldest: Int64
    /// The position of the newest event that was removed; 0 while none was.
    package var through: Int64

    /// Makes one.
    ///
    /// - Parameters:
    ///   - oldest: 1 while nothing was removed.
    ///   - through: 0 while nothing was removed.
    package init(room: RoomName, oldest: Int64, through: Int64) {
        self.room = room
        self.oldest = oldest
        self.through = through
    }

    /// What a reader who goes on from a position does not get any more.
    ///
    /// It is all that is gone: which number the position had is gone with the event.
    ///
    /// - Parameter position: of the last event that the reader has seen.
    /// - Returns: `nil` when nothing is missing for that.
    package func gap(after position: Int64) -> ControlEvent.Gap? {
        guard position < through else { return nil }
        return .init(room: room, from: 1, to: oldest - 1, reason: "retention")
    }
}
