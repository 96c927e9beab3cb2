import ChatProtocol

extension RoomWords {
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
        let before = room.role(of: member, before: event.seq)
        // Who is put out, comes back or gets another role stays muted; that is not what happened.
        let keepsRole = (before ?? role) == role && role != .none && role != .banned
        if let muted = terms.mutedUntil, keepsRole, member != user {
            words =
                muted <= event.at
                ? "\(user) lets \(member) speak again"
                : "\(user) silenced \(member) until \(moment(muted, zone))"
        } else {
            words = sentence(role, member, by: user, before: before)
        }
        if let until = terms.until { words += " until \(moment(until, zone))" }
        if let reason = terms.reason, !reason.isEmpty { words += ": \(reason)" }
        return words
    }

    private static func moment(_ moment: Timestamp, _ zone: LocalZone) -> String {
        let time = LocalTime(moment, in: zone)
        return "\(time.shortDate) \(time.hourAndMinute)"
    }
}

extension Room {
    /// The role of a member before an event, as far as the events are held.
    ///
    /// - Parameters:
    ///   - member: who.
    ///   - seq: of the event.
    /// - Returns: `nil` where nothing is known.
    /// - Complexity: O(events since the member's last change).
    fileprivate func role(of member: MemberName, before seq: Int64) -> Role? {
        let before = timeline.events[..<timeline.firstIndex(atOrAfter: seq)]
        for event in before.reversed() {
            guard case .member(member, let role, _) = event.content else { continue }
            return role
        }
        return nil
    }
}
