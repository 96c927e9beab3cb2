import ChatProtocol

/// Decides in a transaction what becomes of an amendment: whether there is such a message, who said
/// it, and whether anything would change.
struct AmendmentJudge {
    /// Different emoji on one message; one more is refused.
    ///
    /// Each message is read with all of its counts.
    static let emojiLimit = 50

    let session: any SQLSession

    /// What an amendment comes to.
    enum Verdict: Equatable {
        case change
        case none
        case refused(Amended.Refusal)
    }

    /// Judges an amendment.
    ///
    /// - Parameter room: the number of its room.
    /// - Returns: what is to be done.
    func verdict(on amendment: Amendment, room: Int64) throws -> Verdict {
        guard let position = try session.messagePosition(of: amendment.target, in: room),
            let said = try said(at: position)
        else { return .refused(.noMessage) }
        let stored = try MessageStates(session: session).state(at: position)
        let isDeleted = stored.state.isDeleted
        let isAuthor = said.user == amendment.user
        switch amendment.change {
        case .edit(let text):
            guard isAuthor else { return .refused(.notYours) }
            guard !isDeleted else { return .refused(.deleted) }
            let isSame = (stored.text ?? said.text).utf8.elementsEqual(text.utf8)
            return isSame ? .none : .change
        case .delete:
            guard isAuthor || amendment.moderates else { return .refused(.notYours) }
            return isDeleted ? .none : .change
        case .react(let emoji, let isOn):
            guard !isDeleted else { return isOn ? .refused(.deleted) : .none }
            return try verdict(on: emoji.description, isOn, of: amendment, position, stored.state)
        }
    }

    private func verdict(
        on emoji: String,
        _ isOn: Bool,
        of amendment: Amendment,
        _ position: Int64,
        _ state: MessageState
    ) throws -> Verdict {
        let states = MessageStates(session: session)
        guard try states.has(emoji, of: amendment.user, at: position) != isOn else { return .none }
        let isKnown = state.place(of: emoji) != nil
        guard !isOn || isKnown || state.reactions.count < Self.emojiLimit else {
            return .refused(.tooManyEmoji(limit: Self.emojiLimit))
        }
        return .change
    }

    private func said(at position: Int64) throws -> (user: MemberName, text: String)? {
        try session.row(Statements.saidAt, [.integer(position)]) { row in
            (try MemberName(stored: row.text(0)), try row.text(1))
        }
    }
}
