import ChatProtocol

/// What happened to a room or in it, in words.
enum RoomWords {
    /// A change of the room in words.
    ///
    /// - Parameter change: what changed.
    /// - Returns: words that may hold anything a person wrote.
    static func of(_ change: RoomChange) -> String {
        var words: [String] = []
        if let topic = change.topic {
            words.append(topic.isEmpty ? "the topic is gone" : "the topic is: \(topic)")
        }
        if let visibility = change.visibility { words.append("the room is \(visibility.rawValue)") }
        if let seconds = change.slowSeconds {
            words.append(
                seconds == 0
                    ? "there is no pause between messages"
                    : "a member's messages are \(seconds) s apart"
            )
        }
        if let kept = change.retention { words.append(Self.words(for: kept)) }
        return words.isEmpty ? "the room changed" : words.joined(separator: "; ")
    }

    private static func words(for kept: Retention) -> String {
        let bounds = [
            kept.days.map { $0 == 1 ? "a day" : "\($0) days" },
            kept.events.map { $0 == 1 ? "one event" : "\($0) events" },
        ]
        let words = bounds.compactMap(\.self).joined(separator: " or ")
        return words.isEmpty ? "everything is kept" : "\(words) are kept"
    }

    /// A change of a role in words, where nothing is known but the event.
    ///
    /// - Parameters:
    ///   - role: the new one.
    ///   - terms: the event's.
    ///   - member: whose it is.
    ///   - user: who gave it.
    /// - Returns: a sentence.
    static func of(
        _ role: Role,
        _ terms: MemberTerms,
        member: MemberName,
        by user: MemberName
    ) -> String {
        guard terms.was == role else { return sentence(role, member, by: user, before: terms.was) }
        return terms.mutedUntil == nil
            ? "\(user) lets \(member) speak again" : "\(user) silenced \(member)"
    }

    /// A change of a role in words.
    ///
    /// - Parameters:
    ///   - role: the new one.
    ///   - member: whose it is.
    ///   - user: who gave it.
    ///   - before: the role before; `nil` where that is not known.
    /// - Returns: a sentence.
    static func sentence(
        _ role: Role,
        _ member: MemberName,
        by user: MemberName,
        before: Role?
    ) -> String {
        switch role {
        case .member where before?.moderates == true:
            member == user
                ? "\(member) is a plain member now" : "\(user) made \(member) a plain member"
        case .member: member == user ? "\(member) joined" : "\(user) let \(member) in"
        case .none where before == .banned && member != user: "\(user) lifted the ban of \(member)"
        case .none: member == user ? "\(member) left" : "\(user) put \(member) out"
        case .banned: "\(user) banned \(member)"
        case .owner, .moderator: "\(user) made \(member) \(role.rawValue)"
        }
    }
}
