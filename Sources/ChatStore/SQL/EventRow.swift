import ChatProtocol

/// An event as a row of the table `events`, which ``EventReader`` reads.
enum EventRow {
    /// The columns in order; `type` says which of those after it are used.
    ///
    /// What is written to `room` is its number, what is read from there its name.
    static let columns = columns(room: "room")

    /// The columns in order, with an expression for the room.
    ///
    /// - Parameter room: of a row of `events`.
    /// - Returns: the list, for a statement.
    static func columns(room: String) -> String {
        """
        position, \(room), seq, at, user_name, type, text, target, reply_to, kind, message_key, \
        emoji, is_on, topic, visibility, member, role, file_name, file_size, file_type, \
        file_sha256, file_url, detail, withdrawn
        """
    }

    /// How many columns there are.
    static let width = 24

    /// A column by its place.
    enum Column: Int {
        case position, room, seq, at, user, type, text, target, replyTo, kind, messageKey, emoji
        case isOn, topic, visibility, member, role
        case fileName, fileSize, fileType, fileSHA256, fileURL
        case detail, withdrawn
    }

    // MARK: - Writing

    /// The values of an event's row, in the order of ``columns``.
    ///
    /// - Parameters:
    ///   - position: its place in the log.
    ///   - room: the number of its room.
    /// - Returns: ``width`` values.
    static func values(of event: DurableEvent, at position: Int64, room: Int64) -> [SQLValue] {
        var values = [SQLValue](repeating: .null, count: width)
        func set(_ column: Column, _ text: String?) { values[column.rawValue] = SQLValue(text) }
        func set(_ column: Column, _ number: Int64?) { values[column.rawValue] = SQLValue(number) }
        set(.position, position)
        set(.room, room)
        set(.seq, event.seq)
        set(.at, event.at.milliseconds)
        set(.user, event.user.description)
        set(.type, event.typeName)
        switch event.content {
        case .message(let message): setMessage(message, in: &values)
        case .edit(let target, let text):
            set(.target, target)
            set(.text, text)
        case .delete(let target, let reason):
            set(.target, target)
            set(.text, reason)
        case .react(let target, let emoji, let isOn):
            set(.target, target)
            set(.emoji, emoji)
            set(.isOn, isOn ? 1 : 0)
        case .room(let change):
            set(.topic, change.topic)
            set(.visibility, change.visibility?.rawValue)
            set(.detail, JSONWriter.text(of: change.writeRules))
        case .member(let member, let role, let terms):
            set(.member, member.description)
            set(.role, role.rawValue)
            set(.detail, JSONWriter.text(of: terms.writeFields))
        case .unknown: break
        }
        return values
    }

    private static func setMessage(_ message: Message, in values: inout [SQLValue]) {
        values[Column.text.rawValue] = SQLValue(message.text)
        values[Column.replyTo.rawValue] = SQLValue(message.replyTo)
        values[Column.kind.rawValue] = SQLValue(message.kind?.rawValue)
        values[Column.messageKey.rawValue] = SQLValue(message.key)
        guard let file = message.file else { return }
        values[Column.fileName.rawValue] = SQLValue(file.name)
        values[Column.fileSize.rawValue] = SQLValue(file.size)
        values[Column.fileType.rawValue] = SQLValue(file.type)
        values[Column.fileSHA256.rawValue] = SQLValue(file.sha256)
        values[Column.fileURL.rawValue] = SQLValue(file.url)
    }
}

extension JSONWriter {
    /// An object of some fields.
    ///
    /// - Returns: `nil` when there is none.
    fileprivate static func text(of write: (inout JSONWriter) -> Void) -> String? {
        var bytes: [UInt8] = []
        append(to: &bytes) { $0.object(write) }
        return bytes.count > 2 ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
