import ChatProtocol

extension RoomWords {
    /// A change of a role in words.
    ///
    /// - Parameters:
    ///   - change: whose role it is, the new one, and what binds the member.
    ///   - event: the change's own: who made it, and when.
    ///   - room: where it happened, for what was before.
    static func of(
        _ change: (member: MemberName, role: Role, terms: MemberTerms),
        _ event: DurableEvent,
        in room: Room,
        _ zone: LocalZone,
        _ format: TimeFormat
    ) -> String {
        let (member, role, terms) = change
        let user = event.user
        var words: String
        let before = terms.was ?? room.role(of: member, before: event.seq)
        // A time that has passed binds nobody.
        let muted = terms.mutedUntil.flatMap { $0 > event.at ? moment($0, zone, format) : nil }
        // An event of an older server does not tell what was: who is put out, comes back or gets
        // another role stays muted, and that is not what happened.
        let keepsRole = (before ?? role) == role && role.isMembership
        let isOlder = terms.was == nil && terms.mutedUntil != nil && keepsRole && member != user
        if terms.was == role || isOlder {
            words =
                muted.map { "\(user) silenced \(member) until \($0)" }
                ?? "\(user) lets \(member) speak again"
        } else {
            words = sentence(role, member, by: user, before: before)
            if let until = terms.until { words += " until \(moment(until, zone, format))" }
            if let muted { words += ", silenced until \(muted)" }
        }
        if let reason = terms.reason, !reason.isEmpty { words += ": \(reason)" }
        return words
    }

    /// A day and a time of it.
    ///
    /// - Returns: `2026-11-22 07:40`.
    static func moment(_ moment: Timestamp, _ zone: LocalZone, _ format: TimeFormat) -> String {
        let time = LocalTime(moment, in: zone)
        return "\(time.shortDate) \(format.clock(of: time))"
    }
}

extension Room {
    /// The role of a member before an event, as far as the events are held.
    ///
    /// - Complexity: O(events since the member's last change).
    ///
    /// - Returns: `nil` where nothing is known.
    fileprivate func role(of member: MemberName, before seq: Int64) -> Role? {
        let before = timeline.events[..<timeline.firstIndex(atOrAfter: seq)]
        for event in before.reversed() {
            guard case .member(member, let role, _) = event.content else { continue }
            return role
        }
        return nil
    }
}
