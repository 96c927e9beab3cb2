import ChatProtocol

/// What later events did to a message.
///
/// Applying them in any order gives the same: the newest counts.
struct AppliedChanges: Hashable, Sendable {
    /// Reactions that are kept for one message; further ones are not shown.
    static let reactionLimit = 200

    private(set) var text: String?
    private var editedAt: Int64 = 0
    /// When the text was changed last by what the message itself told, where it was read as it is
    /// now: changes up to then are in that text.
    private var toldAt: Timestamp?
    /// That it is gone; what an event tells of it counts more than what the message itself does.
    private(set) var deletion: Deletion?
    private var deletedAt = Int64.max
    private var reactions: [Reaction] = []

    private struct Reaction: Hashable, Sendable {
        let emoji: String
        let user: MemberName
        var seq: Int64
        var isOn: Bool
    }

    /// Whether the message is gone.
    var isDeleted: Bool { deletion != nil }

    /// The emoji with how many members put each, in the order of their first.
    var counts: [(emoji: String, count: Int)] {
        var counts: [(emoji: String, count: Int)] = []
        for reaction in reactions where reaction.isOn {
            if let index = counts.firstIndex(where: { $0.emoji == reaction.emoji }) {
                counts[index].count += 1
            } else {
                counts.append((reaction.emoji, 1))
            }
        }
        return counts
    }

    /// Who put which emoji, in the order of their first.
    var reactors: [(emoji: String, users: [MemberName])] {
        counts.map { count in
            let put = reactions.filter { $0.isOn && $0.emoji == count.emoji }
            return (count.emoji, put.map(\.user))
        }
    }

    /// Whether a member's reaction stands.
    ///
    /// - Returns: `true` if it does.
    func isOn(_ emoji: String, by user: MemberName) -> Bool {
        reactions.contains { $0.isOn && $0.emoji == emoji && $0.user == user }
    }

    /// Takes it over that a message was read as it is now, not as it was said.
    ///
    /// Who put which emoji, only the events tell.
    ///
    /// - Parameter message: with what was done to it.
    mutating func apply(_ message: Message) {
        guard let state = message.state else { return }
        if state.isDeleted, deletion == nil { deletion = Deletion() }
        guard let editedAt = state.editedAt, !state.isDeleted else { return }
        toldAt = editedAt
        text = message.text
    }

    /// Takes an event into account.
    ///
    /// - Parameter event: an edit, delete or react of the message.
    mutating func apply(_ event: DurableEvent) {
        switch event.content {
        case .edit(_, let text):
            guard event.seq > editedAt, toldAt.map({ event.at > $0 }) ?? true else { return }
            editedAt = event.seq
            self.text = text
        case .delete(_, let reason):
            // Once it was gone, nothing more was done.
            guard event.seq < deletedAt else { return }
            deletedAt = event.seq
            deletion = Deletion(user: event.user, reason: reason)
        case .react(_, let emoji, let isOn): react(event, emoji: emoji, isOn: isOn)
        case .message, .room, .member, .unknown: break
        }
    }

    private mutating func react(_ event: DurableEvent, emoji: String, isOn: Bool) {
        let same = reactions.firstIndex { $0.emoji == emoji && $0.user == event.user }
        if let same {
            guard reactions[same].seq < event.seq else { return }
            reactions[same].seq = event.seq
            reactions[same].isOn = isOn
        } else if reactions.count < Self.reactionLimit {
            reactions.append(Reaction(emoji: emoji, user: event.user, seq: event.seq, isOn: isOn))
        }
    }
}

extension DurableEvent {
    /// The `seq` of the message that this event changes; `nil` if it changes none.
    var target: Int64? {
        switch content {
        case .edit(let target, _), .delete(let target, _), .react(let target, _, _): target
        case .message, .room, .member, .unknown: nil
        }
    }
}
