/// A room as the server lists it.
package struct RoomSummary: Hashable, Sendable {
    package var name: RoomName
    package var topic: String
    /// The newest `seq`, 0 in an empty room.
    package var newest: Int64
    /// The newest `seq` that this member has read.
    package var read: Int64
    /// How many messages this member has not read, and how many of them name them.
    package var unread: Int64
    /// Whether more are unread than the server counts.
    package var unreadMore: Bool
    package var mentions: Int64
    /// How many members are here.
    package var here: Int
    /// How many are members of it; `nil` where that is not known.
    package var members: Int?
    /// What this member may do in it; `nil` where the server does not tell.
    package var role: Role?
    /// Whether only members see it.
    package var isPrivate: Bool

    /// Makes a summary.
    ///
    /// - Parameters:
    ///   - topic: its topic, may be empty.
    ///   - newest: its newest `seq`.
    ///   - read: the newest `seq` that this member has read.
    ///   - unread: how many messages this member has not read; `nil` is every event.
    ///   - unreadMore: whether more are unread than the server counts.
    ///   - mentions: how many of those name the member.
    ///   - here: how many members are here.
    ///   - members: how many are members of it.
    ///   - role: what this member may do in it.
    ///   - isPrivate: whether only members see it.
    package init(
        name: RoomName,
        topic: String,
        newest: Int64,
        read: Int64,
        unread: Int64? = nil,
        unreadMore: Bool = false,
        mentions: Int64 = 0,
        here: Int,
        members: Int? = nil,
        role: Role? = nil,
        isPrivate: Bool = false
    ) {
        self.name = name
        self.topic = topic
        self.newest = newest
        self.read = read
        let behind = WireNumber(clamping: newest).value - WireNumber(clamping: read).value
        self.unread = unread ?? max(0, behind)
        self.unreadMore = unreadMore
        self.mentions = mentions
        self.here = here
        self.members = members
        self.role = role
        self.isPrivate = isPrivate
    }
}
