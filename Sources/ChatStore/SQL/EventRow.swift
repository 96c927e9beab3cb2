import ChatProtocol

/// An event as a row of the table `events`: written and read here alone.
enum EventRow {
    /// The columns in order; `type` says which of those after it are used.
    static let columns = """
        position, room, seq, at, user_name, type, text, target, reply_to, kind, message_key, \
        emoji, is_on, topic, visibility, member, role, file_name, file_size, file_type, \
        file_sha256, file_url
        """
    /// How many columns there are.
    static let width = 22

    private enum Column: Int {
        case position, room, seq, at, user, type, text, target, replyTo, kind, messageKey, emoji
        case isOn, topic, visibility, member, role
        case fileName, fileSize, fileType, fileSHA256, fileURL
    }

    // MARK: - Writing

    /// The values of an event's row, in the order of ``columns``.
    ///
    /// - Parameters:
    ///   - event: numbered.
    ///   - position: its place in the log.
    /// - Returns: ``width`` values.
    static func values(of event: DurableEvent, at position: Int64) -> [SQLValue] {
        var values = [SQLValue](repeating: .null, count: width)
        func set(_ column: Column, _ text: String?) { values[column.rawValue] = SQLValue(text) }
        func set(_ column: Column, _ number: Int64?) { values[column.rawValue] = SQLValue(number) }
        set(.position, position)
        set(.room, event.room.description)
        set(.seq, event.seq)
        set(.at, event.at.milliseconds)
        set(.user, event.user.description)
        set(.type, event.content.kind.rawValue)
        switch event.content {
        case .message(let message): setMessage(message, in: &values)
        case .edit(let target, let text):
            set(.target, target)
            set(.text, text)
        case .delete(let target): set(.target, target)
        case .react(let target, let emoji, let isOn):
            set(.target, target)
            set(.emoji, emoji)
            set(.isOn, isOn ? 1 : 0)
        case .room(let change):
            set(.topic, change.topic)
            set(.visibility, change.visibility?.rawValue)
        case .member(let member, let role):
            set(.member, member.description)
            set(.role, role.rawValue)
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

    // MARK: - Reading

    /// The event of a row with ``columns``.
    ///
    /// - Parameters:
    ///   - row: of `events`.
    ///   - log: the name that goes into its cursor.
    /// - Returns: the event as it was appended.
    /// - Throws: `damaged` when the row is not one that this type wrote.
    static func event(from row: any SQLRow, of log: LogName) throws(StoreError) -> DurableEvent {
        DurableEvent(
            room: try RoomName(stored: row.text(Column.room.rawValue)),
            seq: try row.integer(Column.seq.rawValue),
            cursor: Cursor(log: log, position: try row.integer(Column.position.rawValue)),
            at: Timestamp(milliseconds: try row.integer(Column.at.rawValue)),
            user: try MemberName(stored: row.text(Column.user.rawValue)),
            content: try content(of: row)
        )
    }

    private static func content(of row: any SQLRow) throws(StoreError) -> DurableEvent.Content {
        func text(_ column: Column) throws(StoreError) -> String { try row.text(column.rawValue) }
        let type = try EventFilter.Kind(stored: text(.type))
        switch type {
        case .message: return .message(try message(of: row))
        case .edit: return .edit(target: try target(of: row), text: try text(.text))
        case .delete: return .delete(target: try target(of: row))
        case .react:
            let isOn = try row.integer(Column.isOn.rawValue) != 0
            return .react(target: try target(of: row), emoji: try text(.emoji), on: isOn)
        case .room:
            let topic = try row.optionalText(Column.topic.rawValue)
            let visibility = try row.optionalText(Column.visibility.rawValue)
            return .room(
                RoomChange(topic: topic, visibility: try Visibility.optional(stored: visibility))
            )
        case .member:
            let member = try MemberName(stored: text(.member))
            return .member(member, role: try Role(stored: text(.role)))
        }
    }

    private static func target(of row: any SQLRow) throws(StoreError) -> Int64 {
        try row.integer(Column.target.rawValue)
    }

    private static func message(of row: any SQLRow) throws(StoreError) -> Message {
        let kind = try row.optionalText(Column.kind.rawValue)
        return Message(
            text: try row.text(Column.text.rawValue),
            replyTo: try row.optionalInteger(Column.replyTo.rawValue),
            file: try file(of: row),
            kind: try Message.Kind.optional(stored: kind),
            key: try row.optionalText(Column.messageKey.rawValue)
        )
    }

    private static func file(of row: any SQLRow) throws(StoreError) -> FileReference? {
        guard let name = try row.optionalText(Column.fileName.rawValue) else { return nil }
        return FileReference(
            name: name,
            size: try row.integer(Column.fileSize.rawValue),
            type: try row.text(Column.fileType.rawValue),
            sha256: try row.text(Column.fileSHA256.rawValue),
            url: try row.text(Column.fileURL.rawValue)
        )
    }
}
