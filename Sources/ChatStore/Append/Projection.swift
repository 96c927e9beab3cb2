import ChatProtocol

/// What the log's events make of rooms, members and messages, kept beside it so that no one replays
/// it.
struct Projection {
    let session: any SQLSession

    /// Applies an event in the transaction that adds it.
    ///
    /// - Parameter event: the newest of its room.
    func apply(_ event: DurableEvent, room: Int64) throws {
        switch event.content {
        case .message: break
        case .edit, .delete, .react:
            try MessageStates(session: session).apply(event, room: room)
        case .room(let change): try apply(change, to: .text(event.room.description))
        case .member(let member, let role, let terms):
            try set(role, terms, of: member, in: .text(event.room.description))
        case .unknown: break
        }
    }

    private func apply(_ change: RoomChange, to room: SQLValue) throws {
        if let topic = change.topic {
            try session.run(Statements.setTopic, [SQLValue(topic), room])
        }
        if let visibility = change.visibility {
            try session.run(Statements.setVisibility, [.text(visibility.rawValue), room])
        }
        if let seconds = change.slowSeconds {
            try session.run(Statements.setSlowSeconds, [.integer(seconds), room])
        }
        if let kept = change.retention {
            let values = [SQLValue(kept.days), SQLValue(kept.events), room]
            try session.run(Statements.setRetention, values)
        }
    }

    private func set(
        _ role: Role,
        _ terms: MemberTerms,
        of member: MemberName,
        in room: SQLValue
    ) throws {
        let key = SQLValue.text(member.folded)
        guard role != .none || terms.mutedUntil != nil else {
            return try session.run(Statements.dropRole, [room, key])
        }
        let values = [
            room, key, .text(member.description), .text(role.rawValue),
            SQLValue(terms.until?.milliseconds), SQLValue(terms.mutedUntil?.milliseconds),
            SQLValue(terms.reason),
        ]
        try session.run(Statements.setRole, values)
    }
}
