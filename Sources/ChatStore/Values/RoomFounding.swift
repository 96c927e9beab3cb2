package import ChatProtocol

/// What makes a room: its name, who owns it, and how it begins.
package struct RoomFounding: Sendable, Hashable {
    package var room: RoomName
    package var owner: MemberName
    /// What differs from a public room without a topic.
    package var change: RoomChange

    /// Makes a founding.
    ///
    /// - Parameters:
    ///   - room: the name.
    ///   - owner: who makes it.
    ///   - change: its topic and rules, their sizes checked by the caller.
    package init(room: RoomName, owner: MemberName, change: RoomChange = RoomChange()) {
        self.room = room
        self.owner = owner
        self.change = change
    }

    /// What the log tells of it.
    var contents: [DurableEvent.Content] {
        let owned = DurableEvent.Content.member(owner, role: .owner)
        return change == RoomChange() ? [owned] : [owned, .room(change)]
    }

    /// The bytes it takes in the queue and, nearly, in the log.
    var bytes: Int { 2 * Draft.fixedBytes + (change.topic?.utf8.count ?? 0) }
}
