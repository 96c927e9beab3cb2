/// What was removed from a room's old end.
package struct Removal: Sendable, Hashable {
    /// The number of the oldest event that is left.
    package var oldest: Int64
    /// The position of the newest event that was removed.
    package var through: Int64
    /// Whether there may be more to remove.
    package var hasMore: Bool
}
