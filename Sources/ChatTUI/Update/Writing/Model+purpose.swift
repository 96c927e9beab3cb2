import ChatProtocol

/// What the line is for: a message, an answer, or another text for a message that is there.
extension Model {
    /// Begins an answer; what is typed already is its beginning.
    ///
    /// - Parameter seq: the message that is answered.
    mutating func beginReply(to seq: Int64) -> [Effect] {
        if room.writing.edit != nil { leavePurpose() }
        room.writing.purpose = .reply(to: seq)
        return []
    }

    /// Begins to change a message of one's own; what is typed is put aside.
    mutating func beginEdit(of seq: Int64, text: String) -> [Effect] {
        if room.writing.edit != nil { leavePurpose() }
        let edit = RoomWriting.Edit(
            target: seq,
            original: text,
            draft: room.editor,
            replyTo: room.writing.replyTo
        )
        room.writing.purpose = .edit(edit)
        room.editor = LineEditor(text)
        return []
    }

    /// What is said where the newest message of one's own has no number yet.
    static let unsentWords = "your newest message is not sent yet"

    /// Whether a message of one's own in the room in front waits to be sent: it is the newest, and
    /// can neither be changed nor taken back.
    var isNewestUnsent: Bool {
        room.pending.contains { $0.state == .waiting && $0.author == name }
    }

    /// The newest message of one's own that is sent, and to which the stream has not come yet.
    var newestSent: Said? {
        let sent = room.pending.compactMap { pending -> DurableEvent? in
            if case .sent(let event) = pending.state { event } else { nil }
        }.max { $0.seq < $1.seq }
        guard let sent, case .message(let message) = sent.content else { return nil }
        return Said(seq: sent.seq, user: sent.user, text: message.text)
    }

    /// Begins to change the newest message of one's own, unless that is not sent yet, which is
    /// said.
    ///
    /// - Returns: `false` if there is none that is loaded, or that can be changed.
    mutating func beginEditOfLast() -> Bool {
        guard !isNewestUnsent else {
            // The one before it is not what is meant; the words themselves are in the history.
            notice = Self.unsentWords
            return false
        }
        if let sent = newestSent {
            _ = beginEdit(of: sent.seq, text: sent.text)
            return true
        }
        for event in room.timeline.events.suffix(Self.ownSpan).reversed()
        where event.user == name {
            guard case .message(let message) = event.content, message.file == nil else { continue }
            let current = room.currentMessage(of: event.seq, for: name)
            guard !current.isDeleted else { continue }
            _ = beginEdit(of: event.seq, text: current.text ?? message.text)
            return true
        }
        return false
    }

    /// How many of the newest events are searched for a message of one's own.
    private static let ownSpan = 500

    /// Goes back to writing a message of its own; a changed text that is given up is kept for Up.
    ///
    /// - Returns: `false` if the line was for that already.
    @discardableResult
    mutating func leavePurpose() -> Bool {
        if case .say = room.writing.purpose { return false }
        if let edit = room.writing.edit, room.editor.text != edit.original {
            keep(room.editor.text, in: front)
        }
        rooms[front].dropPurpose()
        return true
    }

    /// Sends the text that a message is to have.
    ///
    /// - Returns: the change; nothing if the text is the same or empty.
    mutating func finish(_ edit: RoomWriting.Edit) -> [Effect] {
        let text = room.editor.text
        guard VisibleText.isIn(text) else {
            return show(notice: "an empty message cannot be; Esc leaves it, /delete takes it back")
        }
        guard text != edit.original else {
            leavePurpose()
            return show(notice: "nothing was changed")
        }
        let effects = change(.edit, of: edit.target, to: text)
        guard !effects.isEmpty else { return [] }
        rooms[front].dropPurpose()
        return effects
    }
}

extension Room {
    /// Makes the line one for messages of their own, with what stood there before a message was
    /// changed.
    mutating func dropPurpose() {
        writing.about = nil
        if let edit = writing.edit {
            editor = edit.draft
            writing.purpose = edit.replyTo.map { .reply(to: $0) } ?? .say
        } else {
            writing.purpose = .say
        }
    }
}
