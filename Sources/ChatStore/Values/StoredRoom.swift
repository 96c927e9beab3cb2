package import ChatProtocol

/// A room as the log knows it.
package struct StoredRoom: Sendable, Hashable {
    package var name: RoomName
    /// Empty when there is none.
    package var topic: String
    package var visibility: Visibility
    /// The `seq` of the oldest event that is kept; 1 while nothing was removed.
    package var oldest: Int64
    /// The `seq` of the newest event; 0 before the first.
    package var newest: Int64
    package var createdAt: Timestamp
    /// Seconds between two messages of a member; 0 is no pause.
    package var slowSeconds: Int64
    package var retention: Retention
    /// The position of the newest event that was removed; 0 while none was.
    package var removedThrough: Int64
}
