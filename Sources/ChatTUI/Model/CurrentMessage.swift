import ChatProtocol

/// A message as it stands: with what later events did to it, and what the person did that is still
/// on its way.
struct CurrentMessage: Hashable, Sendable {
    /// The text it was given later.
    var text: String?
    /// That it is gone.
    var deletion: Deletion?
    var reactions: [Reaction] = []
    /// Whether something the person did to it is not acknowledged yet.
    var isChanging = false
    /// Why something the person did to it was refused; for people.
    var failure: String?

    /// Whether it is gone.
    var isDeleted: Bool { deletion != nil }

    /// An emoji with how many members put it.
    struct Reaction: Hashable, Sendable {
        var emoji: String
        var count: Int
    }

    /// Takes a change into account that is on its way.
    ///
    /// - Parameters:
    ///   - pending: a change of this message.
    ///   - wasOn: whether the log has the person's reaction with that emoji.
    fileprivate mutating func apply(_ pending: PendingChange, wasOn: Bool) {
        if case .refused(let reason) = pending.state { failure = reason }
        if case .waiting = pending.state { isChanging = true }
        guard pending.isShown else { return }
        switch pending.change.kind {
        case .edit: text = pending.message.text
        case .delete:
            deletion =
                deletion ?? Deletion(user: pending.author, reason: pending.message.text)
        case .react(let emoji, let isOn):
            if isOn != wasOn { count(emoji, by: isOn ? 1 : -1) }
        }
    }

    private mutating func count(_ emoji: String, by step: Int) {
        guard let index = reactions.firstIndex(where: { $0.emoji == emoji }) else {
            if step > 0 { reactions.append(Reaction(emoji: emoji, count: 1)) }
            return
        }
        reactions[index].count += step
        if reactions[index].count <= 0 { reactions.remove(at: index) }
    }
}

extension Room {
    /// How a message stands.
    ///
    /// - Complexity: O(changes on their way), which are few.
    ///
    /// - Returns: what differs from what was said.
    func currentMessage(of seq: Int64, for name: MemberName) -> CurrentMessage {
        let applied = timeline.appliedChanges[seq]
        var current = CurrentMessage(
            text: applied?.text,
            deletion: applied?.deletion,
            reactions: (applied?.counts ?? []).map {
                CurrentMessage.Reaction(emoji: $0.emoji, count: $0.count)
            }
        )
        guard !writing.changes.isEmpty else { return current }
        var own: [String: Bool] = [:]
        for pending in writing.changes where pending.change.target == seq {
            var wasOn = false
            if case .react(let emoji, let isOn) = pending.change.kind {
                wasOn = own[emoji] ?? applied?.isOn(emoji, by: name) ?? false
                if pending.isShown { own[emoji] = isOn }
            }
            current.apply(pending, wasOn: wasOn)
        }
        return current
    }

    /// Whether the person's reaction with an emoji stands at a message, or is on its way there.
    ///
    /// - Returns: `true` if it does.
    func hasReaction(_ emoji: String, at seq: Int64, by name: MemberName) -> Bool {
        let last = writing.changes.last { pending in
            guard case .react(emoji, _) = pending.change.kind else { return false }
            return pending.change.target == seq && pending.isShown
        }
        if case .react(_, let isOn)? = last?.change.kind { return isOn }
        return timeline.appliedChanges[seq]?.isOn(emoji, by: name) ?? false
    }
}
