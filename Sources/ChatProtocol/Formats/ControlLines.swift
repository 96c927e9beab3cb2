/// The words of control lines, without the `# ` before each.
enum ControlLines {
    /// What a durable event other than a message says.
    ///
    /// - Parameter event: a message says nothing here.
    static func of(_ event: DurableEvent) -> [String] {
        let user = event.user
        switch event.content {
        case .message:
            return []
        case .edit(let target, let text):
            let lines = SafeText(text).lines
            return ["\(user) edited message \(target): \(lines[0])"]
                + lines.dropFirst().map { "| \($0)" }
        case .delete(let target, let reason):
            return ["\(user) deleted message \(target)\(why(reason))"]
        case .react(let target, let emoji, let on):
            let shown = SafeText(emoji).singleLine
            return [
                on
                    ? "\(user) reacted \(shown) to message \(target)"
                    : "\(user) took back \(shown) from message \(target)"
            ]
        case .room(let change):
            return of(change, by: user)
        case .member(let member, let role, let terms):
            return [of(member, now: role, terms, event)]
        case .unknown(let type):
            return ["\(user) did what this version cannot show (\(type))"]
        }
    }

    /// A reason, if one was given, behind what was done.
    private static func why(_ reason: String?) -> String {
        guard let reason, !reason.isEmpty else { return "" }
        return ": " + SafeText(reason).singleLine
    }

    /// What was done to a message.
    ///
    /// - Parameter state: not untouched.
    static func of(_ state: MessageState, ofMessage seq: Int64) -> String {
        var parts: [String] = []
        if state.isDeleted { parts.append("deleted") }
        if let time = state.editedAt { parts.append("edited at \(time)") }
        parts += state.reactions.map { "\(SafeText($0.emoji).singleLine) \($0.count)" }
        return "message \(seq): " + parts.joined(separator: ", ")
    }

    private static func of(_ change: RoomChange, by user: MemberName) -> [String] {
        var lines: [String] = []
        if let topic = change.topic {
            let shown = SafeText(topic).singleLine
            lines.append(
                shown.isEmpty
                    ? "\(user) removed the topic" : "\(user) changed the topic to: \(shown)"
            )
        }
        if let visibility = change.visibility {
            lines.append("\(user) made the room \(visibility.rawValue)")
        }
        if let seconds = change.slowSeconds {
            lines.append(
                seconds == 0
                    ? "\(user) ended slow mode" : "\(user) set slow mode: a message in \(seconds) s"
            )
        }
        if let retention = change.retention {
            lines.append("\(user) set what is kept: \(words(for: retention))")
        }
        return lines.isEmpty ? ["\(user) changed the room"] : lines
    }

    private static func words(for retention: Retention) -> String {
        let days = retention.days.map { "\($0) days" }
        let events = retention.events.map { "\($0) events" }
        let bounds = [days, events].compactMap { $0 }
        return bounds.isEmpty ? "everything" : bounds.joined(separator: ", ")
    }

    private static func of(
        _ member: MemberName,
        now role: Role,
        _ terms: MemberTerms,
        _ event: DurableEvent
    ) -> String {
        let user = event.user
        // A time that has passed binds nobody.
        let muted = terms.mutedUntil.flatMap { $0 > event.at ? " until \($0)" : nil }
        // Those of an older server do not tell what was before.
        let mayBeMute = terms.was == nil && muted != nil && role.isMembership
        guard terms.was != role, !mayBeMute || member == user else {
            let verb = muted == nil ? "unmuted" : "muted"
            return "\(user) \(verb) \(member)" + (muted ?? "") + why(terms.reason)
        }
        let until = terms.until.map { " until \($0)" } ?? ""
        // A mute that goes on comes behind what has happened.
        let goesOn = muted.map { ", muted" + $0 } ?? ""
        return words(for: role, was: terms.was, of: member, by: user) + until + goesOn
            + why(terms.reason)
    }

    private static func words(
        for role: Role,
        was before: Role?,
        of member: MemberName,
        by user: MemberName
    ) -> String {
        let isOwn = member == user
        return switch role {
        case .member where isOwn && before?.moderates == true:
            "\(member) became a member"
        case .member where isOwn: "\(member) joined"
        case .none where isOwn: "\(member) left the room"
        case .none where before == .banned: "\(user) lifted the ban of \(member)"
        case .owner: "\(user) made \(member) an owner"
        case .moderator: "\(user) made \(member) a moderator"
        case .member: "\(user) made \(member) a member"
        case .none: "\(user) removed \(member)"
        case .banned: "\(user) banned \(member)"
        }
    }
}
