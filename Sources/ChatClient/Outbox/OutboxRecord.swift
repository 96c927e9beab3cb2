import ChatProtocol
import FoundationEssentials

/// A line of the outbox's file: a message or change that was queued, or the key of one that is
/// settled.
struct OutboxRecord: Codable {
    /// The key of a message that is settled.
    var settled: String?
    var key: String?
    var room: String?
    var text: String?
    var kind: String?
    var at: String?
    var speaker: String?
    var replyTo: Int64?
    /// The message that is changed.
    var target: Int64?
    /// How: `edit`, `delete`, `react` or `unreact`.
    var change: String?
    var emoji: String?
    /// When the message was said that is answered or changed.
    var about: String?

    /// The record of a settled message.
    init(settled key: String) {
        settled = key
    }

    /// The record of a queued message.
    init(_ message: OutgoingMessage) {
        key = message.key
        room = message.room.description
        text = message.text
        kind = message.kind?.rawValue
        at = message.at.description
        speaker = message.speaker?.description
        replyTo = message.replyTo
        about = message.about?.description
        note(message.change)
    }

    /// The message; `nil` if this is no record of one, or a damaged one.
    var message: OutgoingMessage? {
        guard let key, let text, let at = at.flatMap({ Timestamp($0) }),
            // A name that was valid when it was written is damaged if it is not now.
            let room = room.flatMap({ try? RoomName($0) }),
            // A change that is not known here must not go out as something said.
            change == nil || messageChange != nil
        else { return nil }
        let speaker = speaker.flatMap { try? MemberName($0) }
        let kind = kind.flatMap { Message.Kind(rawValue: $0) }
        return OutgoingMessage(
            key: key,
            room: room,
            text: text,
            kind: kind,
            replyTo: replyTo,
            change: messageChange,
            about: about.flatMap { Timestamp($0) },
            at: at,
            speaker: speaker
        )
    }

    private mutating func note(_ asked: MessageChange?) {
        target = asked?.target
        switch asked?.kind {
        case .edit: change = "edit"
        case .delete: change = "delete"
        case .react(let emoji, let isOn):
            change = isOn ? "react" : "unreact"
            self.emoji = emoji
        case nil: break
        }
    }

    private var messageChange: MessageChange? {
        guard let target else { return nil }
        switch (change, emoji) {
        case ("edit", _): return MessageChange(target: target, kind: .edit)
        case ("delete", _): return MessageChange(target: target, kind: .delete)
        case ("react", let emoji?), ("unreact", let emoji?):
            let kind = MessageChange.Kind.react(emoji: emoji, on: change == "react")
            return MessageChange(target: target, kind: kind)
        default: return nil
        }
    }

    /// The record as a line with its end.
    var line: [UInt8] {
        // Strings alone are encoded, which cannot fail.
        let json = (try? JSONEncoder().encode(self)) ?? Data()
        return Array(json) + [UInt8(ascii: "\n")]
    }

    /// What still waits according to a file, oldest first; damaged lines are left out, such as the
    /// last one when the machine stopped in the middle of it.
    ///
    /// - Returns: the messages without those that are settled.
    static func waiting(in bytes: [UInt8]) -> [OutgoingMessage] {
        var messages: [OutgoingMessage] = []
        var settled: Set<String> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            // A damaged line.
            guard let record = try? JSONDecoder().decode(Self.self, from: Data(line)) else {
                continue
            }
            if let key = record.settled { settled.insert(key) }
            if let message = record.message { messages.append(message) }
        }
        return messages.filter { !settled.contains($0.key) }
    }
}
