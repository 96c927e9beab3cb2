package import ChatProtocol

/// A message that waits to be sent, or a change of one that was.
package struct OutboxMessage: Hashable, Sendable {
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
    /// Who says it.
    ///
    /// Kept with the message, since a key is known to the server by its member alone.
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
        speaker: MemberName?
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

/// Why a message was not taken into the outbox.
///
/// The text is for people.
package enum OutboxRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// So many wait already.
    case tooMany(limit: Int)
    /// So many bytes wait already.
    case tooLarge(limit: Int)
    /// It could not be kept.
    case notKept(FileError)

    package var description: String {
        switch self {
        case .tooMany(let limit): "\(limit) messages wait to be sent already"
        case .tooLarge(let limit): "\(limit / 1_048_576) MiB of messages wait to be sent already"
        case .notKept(let error): "it could not be kept on disk: \(error)"
        }
    }
}
