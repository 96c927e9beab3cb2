package import ChatProtocol

/// What makes a room: its name, who makes it, and how it begins.
package struct RoomFounding: Sendable, Hashable {
    package var room: RoomName
    package var author: MemberName
    /// Whether its author owns it; else nobody does.
    package var isOwned: Bool
    /// What differs from a public room without a topic.
    package var change: RoomChange
    /// What is noted on the audit with it, at its time.
    package var audit: [AuditEntry]
    /// What it was judged with; it is refused with `overloaded` once another one has that.
    var holds: [Hold] = []

    /// Whether its author has a name and no account.
    package var isGuest: Bool

    /// Makes a founding.
    ///
    /// - Parameters:
    ///   - isOwned: whether its author owns it.
    ///   - change: its topic and rules, their sizes checked by the caller.
    ///   - audit: what is noted with it.
    ///   - isGuest: whether its author has a name and no account.
    package init(
        room: RoomName,
        author: MemberName,
        isOwned: Bool = true,
        change: RoomChange = RoomChange(),
        audit: [AuditEntry] = [],
        isGuest: Bool = false
    ) {
        self.room = room
        self.author = author
        self.isOwned = isOwned
        self.change = change
        self.audit = audit
        self.isGuest = isGuest
    }

    /// What the log tells of it, and the audit with the first of that.
    var drafts: [Draft] {
        let contents: [DurableEvent.Content] =
            (isOwned ? [.member(author, role: .owner)] : [])
            + (change == RoomChange() ? [] : [.room(change)])
        var drafts = contents.map { Draft(room: room, user: author, content: $0) }
        if !drafts.isEmpty { drafts[0].audit = audit }
        return drafts
    }

    /// The bytes it takes in the queue and, nearly, in the log.
    var bytes: Int { 2 * Draft.fixedBytes + (change.topic?.utf8.count ?? 0) }
}
