import ChatProtocol

/// What the log's edits, deletions and reactions make of its messages, kept beside it so that no
/// one replays it.
///
/// It is the same whether events are applied as they are added or all at once from the log.
struct MessageStates {
    let session: any SQLSession
    /// Whether texts that were deleted are marked in the log itself.
    var marksTexts = true

    /// What was done to a message.
    ///
    /// - Returns: the state so far.
    func state(at position: Int64) throws -> StoredState {
        try session.row(Statements.messageState, [.integer(position)]) { row in
            try StoredState(row: row, at: 0)
        }?.flatMap { $0 } ?? StoredState()
    }

    /// Whether a member's emoji is on a message.
    ///
    /// - Returns: true if it is there.
    func has(_ emoji: String, of member: MemberName, at position: Int64) throws -> Bool {
        let values: [SQLValue] = [.integer(position), .text(emoji), .text(member.folded)]
        return try session.row(Statements.reaction, values) { _ in true } ?? false
    }

    /// Applies an event in the transaction that adds it.
    ///
    /// - Parameters:
    ///   - event: one that changes a message; any other, one whose message is not there, and one
    ///     that comes after the deletion changes nothing.
    ///   - room: the number of its room.
    func apply(_ event: DurableEvent, room: Int64) throws {
        guard let target = event.content.target,
            let position = try session.messagePosition(of: target, in: room)
        else { return }
        var stored = try state(at: position)
        guard !stored.state.isDeleted else { return }
        switch event.content {
        case .edit(_, let text):
            stored.text = text
            stored.state.editedAt = event.at
        case .delete:
            stored = StoredState()
            stored.state.isDeleted = true
            try session.run(Statements.dropReactions, [.integer(position)])
            guard marksTexts else { break }
            try session.run(Statements.withdrawMessage, [.integer(position)])
            try session.run(Statements.withdrawEdits, [.integer(room), .integer(target)])
        case .react(_, let emoji, let isOn):
            // What came by another way than a request may hold anything, and what is older than the
            // rule of one form any of its forms.
            guard let emoji = try? Emoji(emoji).description else { return }
            let isThere = try has(emoji, of: event.user, at: position)
            guard isThere != isOn else { return }
            let values: [SQLValue] = [.integer(position), .text(emoji), .text(event.user.folded)]
            try session.run(isOn ? Statements.addReaction : Statements.dropReaction, values)
            stored.state.count(emoji, isOn ? 1 : -1)
        case .message, .room, .member, .unknown: return
        }
        try session.run(Statements.setMessageState, [.integer(position)] + stored.values)
    }

    /// Makes the states anew from the log.
    ///
    /// - Complexity: O(log), once.
    func rebuild() throws {
        try session.run(Statements.dropAllStates, [])
        try session.run(Statements.dropAllReactions, [])
        // The name is not asked for: states know nothing of other logs.
        guard let log = LogName("rebuild") else { return }
        var last: Int64 = 0
        while true {
            var reader = EventReader(log: log)
            let values: [SQLValue] = [.integer(last), .integer(Int64(EventQuery.pageLimit))]
            let page = try session.rows(Statements.amendingEvents, values) { row in
                (try reader.event(from: row), try row.integer(EventRow.width))
            }
            for (event, room) in page { try apply(event, room: room) }
            guard let position = page.last?.0.cursor?.position else { return }
            last = position
        }
    }
}

extension MessageState {
    /// Where an emoji is counted.
    ///
    /// - Parameter emoji: compared as the database does, which knows no canonical equivalence.
    /// - Returns: `nil` where it is not.
    func place(of emoji: String) -> Int? {
        reactions.firstIndex { $0.emoji.utf8.elementsEqual(emoji.utf8) }
    }

    /// Counts a reaction that came or went.
    ///
    /// - Parameter step: 1 or -1.
    fileprivate mutating func count(_ emoji: String, _ step: Int64) {
        guard let place = place(of: emoji) else {
            if step > 0 { reactions.append(Count(emoji: emoji, count: step)) }
            return
        }
        reactions[place].count += step
        if reactions[place].count <= 0 { reactions.remove(at: place) }
    }
}

extension DurableEvent.Content {
    /// The `seq` of the message that it changes; `nil` if it changes none.
    var target: Int64? {
        switch self {
        case .edit(let target, _), .delete(let target, _), .react(let target, _, _): target
        case .message, .room, .member, .unknown: nil
        }
    }
}

extension SQLSession {
    /// The position of a message.
    ///
    /// - Parameter room: the number of its room.
    /// - Returns: `nil` when there is no event of that number, or it is no message.
    func messagePosition(of seq: Int64, in room: Int64) throws -> Int64? {
        let search = SeqSearch(session: self, room: room)
        guard seq > 0, let position = try search.position(atOrAfter: seq) else { return nil }
        let values = [SQLValue.integer(position), .integer(seq)]
        return try row(Statements.messagePosition, values) { try $0.integer(0) }
    }
}
