/// An event of the log.
///
/// Source: docs/API.md, section 3.
package struct DurableEvent: Hashable, Sendable {
    package var room: RoomName
    /// 1, 2, 3 … dense in the room: the event's address.
    package var seq: Int64
    /// Where to resume after it; `nil` only where a format does not carry it (CSV).
    package var cursor: Cursor?
    package var at: Timestamp
    package var user: MemberName
    package var content: Content

    /// Makes an event.
    ///
    /// - Parameters:
    ///   - room: the room it happened in.
    ///   - seq: 1 or more.
    ///   - cursor: where to resume after it.
    ///   - at: when it was committed.
    package init(
        room: RoomName,
        seq: Int64,
        cursor: Cursor?,
        at: Timestamp,
        user: MemberName,
        content: Content
    ) {
        self.room = room
        self.seq = seq
        self.cursor = cursor
        self.at = at
        self.user = user
        self.content = content
    }

    /// What happened, by type.
    package enum Content: Hashable, Sendable {
        case message(Message)
        /// The message `target` now reads `text`.
        case edit(target: Int64, text: String)
        /// The message `target` is gone; a moderator may say why.
        case delete(target: Int64, reason: String? = nil)
        /// The user put an emoji on the message `target`, or took it back.
        case react(target: Int64, emoji: String, on: Bool)
        /// The room's own fields changed.
        case room(RoomChange)
        /// A member's role changed, or what binds the member in the room.
        case member(MemberName, role: Role, terms: MemberTerms = MemberTerms())
        /// A newer version knows what; readers pass it over, and miss no number.
        case unknown(UnknownType)
    }
}
