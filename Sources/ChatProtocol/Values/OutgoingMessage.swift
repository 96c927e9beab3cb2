/// A message on its way to the server, or a change of one, known by its idempotency key.
package struct OutgoingMessage: Hashable, Sendable {
    /// The idempotency key: what makes a repeated post safe.
    package var key: String
    package var room: RoomName
    /// What is said, what a message is to read, or why it is deleted; empty for other changes.
    package var text: String
    package var kind: Message.Kind?
    /// The `seq` of the message it answers.
    package var replyTo: Int64?
    /// What is asked of a message that is there; `nil` says something.
    package var change: MessageChange?
    /// When the message was said that it answers or changes, as the person saw it: that tells it
    /// from another one that has its number by now.
    package var about: Timestamp?
    /// When it was typed.
    package var at: Timestamp
    /// Who says it, since a key is known to the server by its member alone; the outbox keeps it.
    package var speaker: MemberName?

    /// Makes a message.
    ///
    /// - Parameters:
    ///   - key: its idempotency key, 1 to 64 printable ASCII characters.
    ///   - kind: how it is to be read.
    ///   - replyTo: the `seq` of the message it answers.
    ///   - change: what is asked of a message that is there; `nil` says something.
    ///   - about: when the message was said that it answers or changes; `nil` is not known.
    ///   - at: when it was typed.
    package init(
        key: String,
        room: RoomName,
        text: String,
        kind: Message.Kind? = nil,
        replyTo: Int64? = nil,
        change: MessageChange? = nil,
        about: Timestamp? = nil,
        at: Timestamp,
        speaker: MemberName? = nil
    ) {
        self.key = key
        self.room = room
        self.text = text
        self.kind = kind
        self.replyTo = replyTo
        self.change = change
        self.about = about
        self.at = at
        self.speaker = speaker
    }
}
