package import ChatProtocol

/// A message that waits to be sent.
package struct OutboxMessage: Hashable, Sendable {
    /// The idempotency key: what makes a repeated post safe.
    package var key: String
    package var room: RoomName
    package var text: String
    package var kind: Message.Kind?
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
    ///   - room: where it goes.
    ///   - text: what is said.
    ///   - kind: how it is to be read.
    ///   - at: when it was typed.
    ///   - speaker: who says it.
    package init(
        key: String,
        room: RoomName,
        text: String,
        kind: Message.Kind? = nil,
        at: Timestamp,
        speaker: MemberName?
    ) {
        self.key = key
        self.room = room
        self.text = text
        self.kind = kind
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
