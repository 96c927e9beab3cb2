/// What a member has not read of a room.
package struct UnreadCount: Sendable, Hashable {
    /// The most messages that are counted.
    package static let limit = 1000

    /// The messages of others after the read marker, as far as they were counted.
    package var messages = 0
    /// Those of them that mention the member, as far as their texts were looked at.
    package var mentions = 0
    /// True when there may be more of either than were counted.
    package var hasMore = false

    /// Makes the count of a room that was read.
    package init() {}

    /// Takes another count of the same room, in which more or less of it was looked at.
    ///
    /// - Parameter other: back from the same event to the same one.
    mutating func merge(_ other: UnreadCount) {
        guard hasMore, other.hasMore else {
            if !other.hasMore { self = other }
            return
        }
        messages = max(messages, other.messages)
        mentions = max(mentions, other.mentions)
    }
}
