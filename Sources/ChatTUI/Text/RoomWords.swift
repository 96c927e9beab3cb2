import ChatProtocol

/// What happened to a room or in it, in words.
enum RoomWords {
    /// A change of the room in words, with who made it.
    ///
    /// - Returns: a sentence that may hold anything a person wrote; that is quoted at its end, so
    ///   that no other change can be forged.
    static func of(_ change: RoomChange, by user: MemberName) -> String {
        var words: [String] = []
        if let visibility = change.visibility {
            words.append("made the room \(visibility.rawValue)")
        }
        if let seconds = change.slowSeconds {
            words.append(
                seconds == 0 ? "ended slow mode" : "set slow mode: a message in \(seconds) s"
            )
        }
        if let kept = change.retention { words.append("set what is kept: \(bounds(of: kept))") }
        if let topic = change.topic {
            let quoted = Quotation.of(topic)
            words.append(topic.isEmpty ? "removed the topic" : "set the topic: \(quoted)")
        }
        return "\(user) " + (words.isEmpty ? "changed the room" : words.joined(separator: "; "))
    }

    /// How a room is by a change of it, in words.
    ///
    /// - Returns: words that may hold anything a person wrote.
    static func state(by change: RoomChange) -> String {
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
        if let kept = change.retention {
            let isWhole = kept.days == nil && kept.events == nil
            words.append("\(bounds(of: kept)) \(isWhole ? "is" : "are") kept")
        }
        return words.isEmpty ? "the room is as it was" : words.joined(separator: "; ")
    }

    private static func bounds(of kept: Retention) -> String {
        let bounds = [
            kept.days.map { $0 == 1 ? "a day" : "\($0) days" },
            kept.events.map { $0 == 1 ? "one event" : "\($0) events" },
        ]
        let words = bounds.compactMap(\.self).joined(separator: " or ")
        return words.isEmpty ? "everything" : words
    }

    /// A change of a role in words, where nothing is known but the event.
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
    /// - Parameter before: the role before; `nil` where that is not known.
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
