import ChatProtocol

/// Reads events from rows of the table `events`.
///
/// It parses each name once: a page holds few rooms and many events of each member.
struct EventReader {
    private typealias Column = EventRow.Column

    private let log: LogName
    private let view: EventView
    private var room: RoomName?
    /// As many as a page has members, at most.
    private var members: [String: MemberName] = [:]

    /// Makes one for a page.
    ///
    /// - Parameters:
    ///   - log: the name that goes into cursors.
    ///   - view: as it was said; or as it is now, for rows with the columns of ``StoredState``
    ///     behind those of ``EventRow``.
    init(log: LogName, view: EventView = .said) {
        self.log = log
        self.view = view
    }

    /// The event of a row with the columns of ``EventRow``.
    ///
    /// - Parameter row: of `events`.
    /// - Returns: the event as it was appended; of a type that a newer version made only what
    ///   every event has.
    /// - Throws: `damaged` when the row is not one that ``EventRow`` wrote.
    mutating func event(from row: any SQLRow) throws(StoreError) -> DurableEvent {
        DurableEvent(
            room: try room(named: row.text(Column.room.rawValue)),
            seq: try row.integer(Column.seq.rawValue),
            cursor: Cursor(log: log, position: try row.integer(Column.position.rawValue)),
            at: Timestamp(milliseconds: try row.integer(Column.at.rawValue)),
            user: try member(named: row.text(Column.user.rawValue)),
            content: try content(of: row)
        )
    }

    private mutating func room(named text: String) throws(StoreError) -> RoomName {
        if let room, room.description == text { return room }
        let name = try RoomName(stored: text)
        room = name
        return name
    }

    private mutating func member(named text: String) throws(StoreError) -> MemberName {
        if let known = members[text] { return known }
        let name = try MemberName(stored: text)
        members[text] = name
        return name
    }

    private func content(of row: any SQLRow) throws(StoreError) -> DurableEvent.Content {
        func text(_ column: Column) throws(StoreError) -> String { try row.text(column.rawValue) }
        let type = try text(.type)
        switch EventFilter.Kind(rawValue: type) {
        case .message:
            let message = try message(of: row)
            if try isWithdrawn(row) { return .message(message.withdrawn) }
            guard view == .now, let stored = try StoredState(row: row, at: EventRow.width) else {
                return .message(message)
            }
            return .message(message.with(stored))
        case .edit:
            let newText = try isWithdrawn(row) ? "" : text(.text)
            return .edit(target: try target(of: row), text: newText)
        case .delete:
            let reason = try row.optionalText(Column.text.rawValue)
            return .delete(target: try target(of: row), reason: reason)
        case .react:
            let isOn = try row.integer(Column.isOn.rawValue) != 0
            let emoji = Emoji.oneForm(of: try text(.emoji))
            return .react(target: try target(of: row), emoji: emoji, on: isOn)
        case .room:
            return .room(try change(of: row))
        case .member:
            let member = try MemberName(stored: text(.member))
            return .member(member, role: try Role(stored: text(.role)), terms: try terms(of: row))
        case nil:
            guard let type = UnknownType(type) else {
                throw .damaged(detail: "the type of an event is unreadable")
            }
            return .unknown(type)
        }
    }

    private func change(of row: any SQLRow) throws(StoreError) -> RoomChange {
        let topic = try row.optionalText(Column.topic.rawValue)
        let visibility = try row.optionalText(Column.visibility.rawValue)
        var change = RoomChange(
            topic: topic,
            visibility: try Visibility.optional(stored: visibility)
        )
        if let detail = try row.optionalText(Column.detail.rawValue) {
            try readable { () throws(DecodingFailure) in
                try change.readRules(json: detail.utf8)
            }
        }
        return change
    }

    private func terms(of row: any SQLRow) throws(StoreError) -> MemberTerms {
        guard let detail = try row.optionalText(Column.detail.rawValue) else {
            return MemberTerms()
        }
        return try readable { () throws(DecodingFailure) in
            try MemberTerms(json: detail.utf8)
        }
    }

    private func readable<Value>(
        _ read: () throws(DecodingFailure) -> Value
    ) throws(StoreError) -> Value {
        do {
            return try read()
        } catch {
            throw .damaged(detail: "the fields of an event are unreadable")
        }
    }

    /// Whether the text was deleted, and the reader may not see it for that.
    private func isWithdrawn(_ row: any SQLRow) throws(StoreError) -> Bool {
        guard view == .redacted else { return false }
        return try row.optionalInteger(Column.withdrawn.rawValue) != nil
    }

    private func target(of row: any SQLRow) throws(StoreError) -> Int64 {
        try row.integer(Column.target.rawValue)
    }

    private func message(of row: any SQLRow) throws(StoreError) -> Message {
        let kind = try row.optionalText(Column.kind.rawValue)
        return Message(
            text: try row.text(Column.text.rawValue),
            replyTo: try row.optionalInteger(Column.replyTo.rawValue),
            file: try file(of: row),
            kind: try Message.Kind.optional(stored: kind),
            key: try row.optionalText(Column.messageKey.rawValue)
        )
    }

    private func file(of row: any SQLRow) throws(StoreError) -> FileReference? {
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

extension Message {
    /// What is left of the message in the log once it was deleted.
    fileprivate var withdrawn: Message {
        var state = MessageState()
        state.isDeleted = true
        return Message(text: "", replyTo: replyTo, state: state)
    }

    /// The message as it is now: of a deleted one nothing is left but its place.
    ///
    /// - Parameter stored: what was done to it.
    fileprivate func with(_ stored: StoredState) -> Message {
        guard !stored.state.isDeleted else {
            return Message(text: "", replyTo: replyTo, state: stored.state)
        }
        var message = self
        message.text = stored.text ?? text
        message.state = stored.state.isUntouched ? nil : stored.state
        return message
    }
}
