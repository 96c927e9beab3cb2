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

    /// A change of a role in words.
    ///
    /// - Parameters:
    ///   - change: whose role it is, the new one, and what binds the member.
    ///   - event: the change's own: who made it, and when.
    ///   - room: where it happened, for what was before.
    ///   - zone: for times.
    /// - Returns: a sentence.
    static func of(
        _ change: (member: MemberName, role: Role, terms: MemberTerms),
        _ event: DurableEvent,
        in room: Room,
        _ zone: LocalZone
    ) -> String {
        let (member, role, terms) = change
        let user = event.user
        var words: String
        if let muted = terms.mutedUntil {
            words =
                muted <= event.at
                ? "\(user) lets \(member) speak again"
                : "\(user) silenced \(member) until \(moment(muted, zone))"
        } else {
            words = sentence(role, member, by: user, wasBanned: room.wasBanned(member, event.seq))
        }
        if let until = terms.until { words += " until \(moment(until, zone))" }
        if let reason = terms.reason, !reason.isEmpty { words += ": \(reason)" }
        return words
    }

    /// A change of a role in words, where nothing else is known.
    ///
    /// - Parameters:
    ///   - role: the new one.
    ///   - member: whose it is.
    ///   - user: who gave it.
    /// - Returns: a sentence.
    static func of(_ role: Role, member: MemberName, by user: MemberName) -> String {
        sentence(role, member, by: user, wasBanned: false)
    }

    private static func sentence(
        _ role: Role,
        _ member: MemberName,
        by user: MemberName,
        wasBanned: Bool
    ) -> String {
        switch role {
        case .member: member == user ? "\(member) joined" : "\(user) let \(member) in"
        case .none where wasBanned && member != user: "\(user) lifted the ban of \(member)"
        case .none: member == user ? "\(member) left" : "\(user) put \(member) out"
        case .banned: "\(user) banned \(member)"
        case .owner, .moderator: "\(user) made \(member) \(role.rawValue)"
        }
    }

    private static func moment(_ moment: Timestamp, _ zone: LocalZone) -> String {
        let time = LocalTime(moment, in: zone)
        return "\(time.shortDate) \(time.hourAndMinute)"
    }
}

extension Room {
    /// Whether a member was banned before an event, as far as the events are held.
    ///
    /// - Parameters:
    ///   - member: who.
    ///   - seq: of the event.
    /// - Returns: false where nothing is known.
    /// - Complexity: O(events since the member's last change).
    fileprivate func wasBanned(_ member: MemberName, _ seq: Int64) -> Bool {
        let before = timeline.events[..<timeline.firstIndex(atOrAfter: seq)]
        for event in before.reversed() {
            guard case .member(member, let role, _) = event.content else { continue }
            return role == .banned
        }
        return false
    }
}
