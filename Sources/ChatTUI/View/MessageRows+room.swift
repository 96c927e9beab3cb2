import ChatProtocol

/// What happened to the room.
extension MessageRows {
    /// A change whose message is not held.
    ///
    /// - Parameters:
    ///   - target: the message it changes.
    ///   - event: the change.
    ///   - words: what it did, from anyone.
    /// - Returns: none if the message shows the change itself.
    func unseen(_ target: Int64, _ event: DurableEvent, _ words: String) -> [Line] {
        pane.room.timeline.index(of: target) == nil ? system(event, "\(event.user) \(words)") : []
    }

    /// A row about the room itself.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - words: in words, from anyone.
    /// - Returns: dimmed rows.
    func system(_ event: DurableEvent, _ words: String) -> [Line] {
        var line = mark(event.at)
        if hasColumn {
            line.append(.right("--", width: Self.nameColumn, style: .dim))
            line.append(" ")
        } else {
            line.append("-- ", .dim)
        }
        var wrapper = Wrapper(prefix: line, width: width, indent: indent)
        wrapper.add(Line(SafeText(words).singleLine, .dim))
        return wrapper.finish()
    }

    /// What stands at the left of a row that was said or done.
    ///
    /// - Parameter moment: when.
    /// - Returns: nothing where there is no room for times.
    func mark(_ moment: Timestamp) -> Line {
        guard hasTime else { return Line() }
        return Line(pane.time.text(of: LocalTime(moment, in: pane.zone)), .dim)
    }

    /// What stands there for a message that is on its way.
    ///
    /// - Parameters:
    ///   - glyph: one cell.
    ///   - style: its look.
    /// - Returns: the sign in the middle of where a time will stand, or before the name.
    func sign(_ glyph: Character, _ style: Style) -> Line {
        var line = Line()
        line.pad(to: timeWidth / 3, style)
        line.append(glyph, style)
        line.pad(to: max(timeWidth, 2), style)
        return line
    }

    /// Blanks up to where text begins.
    var blank: Line {
        var line = Line()
        line.pad(to: indent)
        return line
    }

    /// A change of the room in words.
    ///
    /// - Parameter change: what changed.
    /// - Returns: words that may hold anything a person wrote.
    static func words(for change: RoomChange) -> String {
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
    static func words(
        for change: (member: MemberName, role: Role, terms: MemberTerms),
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
