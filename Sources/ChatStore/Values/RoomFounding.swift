package import ChatProtocol

/// What makes a room: its name, who makes it, and how it begins.
package struct RoomFounding: Sendable, Hashable {
    package var room: RoomName
    package var author: MemberName
    /// Whether its author owns it; else nobody does.
    package var isOwned: Bool
    /// What differs from a public room without a topic.
    package var change: RoomChange

    /// Makes a founding.
    ///
    /// - Parameters:
    ///   - room: the name.
    ///   - author: who makes it.
    ///   - isOwned: whether its author owns it.
    ///   - change: its topic and rules, their sizes checked by the caller.
    package init(
        room: RoomName,
        author: MemberName,
        isOwned: Bool = true,
        change: RoomChange = RoomChange()
    ) {
        self.room = room
        self.author = author
        self.isOwned = isOwned
        self.change = change
    }

    /// What the log tells of it.
    var contents: [DurableEvent.Content] {
        (isOwned ? [.member(author, role: .owner)] : [])
            + (change == RoomChange() ? [] : [.room(change)])
    }

    /// The bytes it takes in the queue and, nearly, in the log.
    var bytes: Int { 2 * Draft.fixedBytes + (change.topic?.utf8.count ?? 0) }
}
