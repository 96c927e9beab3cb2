import ChatProtocol
import ChatStore

/// What a wish makes of a member: pure.
struct MemberStep: Sendable {
    /// What is known of a member before.
    struct Known: Sendable {
        /// As it was last set, as far as it lasts; `nil` where nobody set anything.
        var assignment: RoomRoles.Assignment?
        /// The role as it is now, when a ban may have ended.
        var role: Role
        /// Until when the member may not speak; `nil` where the member may.
        var mutedUntil: Timestamp?
    }

    /// The role before.
    let before: Role
    /// The role after.
    let role: Role
    /// What binds the member after.
    let terms: MemberTerms
    /// Whether anything is otherwise than before.
    let isChange: Bool
    /// Whether the mute has changed, and nothing beside it.
    let isMuteAlone: Bool
    /// Until when the member is muted, where that is new.
    let newMute: Timestamp?

    /// Judges a wish.
    ///
    /// - Parameter now: the time; a mute that ends before it is none.
    init(_ wish: MemberWish, from known: Known, at now: Timestamp) {
        let isMute = wish.mutedUntil != nil && wish.role == nil
        before = known.role
        role = wish.role ?? (isMute || before != .none ? before : .member)
        let lastingMute = known.mutedUntil
        let muted = (wish.mutedUntil ?? lastingMute).flatMap { $0 > now ? $0 : nil }
        // An end is a ban's: what stays of one that has ended binds nobody.
        let end = wish.role == nil && role == .banned ? known.assignment?.terms.until : nil
        var terms = MemberTerms(
            until: wish.until ?? end,
            mutedUntil: muted,
            reason: wish.reason?.isEmpty == true ? nil : wish.reason
        )
        var last = MemberTerms()
        if known.assignment?.role == known.role { last = known.assignment?.terms ?? last }
        last.mutedUntil = known.mutedUntil
        // Who gives no reason takes none back.
        if wish.reason == nil { last.reason = nil }
        // Whoever is not in the room is not put out of it, whatever the reason.
        isChange = role != before || terms != last && (role != .none || muted != last.mutedUntil)
        newMute = muted == known.mutedUntil ? nil : muted
        isMuteAlone = role == before && muted != known.mutedUntil && terms.until == last.until
        if role != before || isMuteAlone { terms.was = before }
        self.terms = terms
    }

    /// What the audit calls it.
    ///
    /// - Parameter isOneself: whether the member did it.
    /// - Returns: `nil` where only a reason is said, which is no decision.
    func action(byOneself isOneself: Bool) -> AuditAction? {
        if isMuteAlone { return terms.mutedUntil == nil ? .memberUnmuted : .memberMuted }
        guard role != before || role == .banned else { return nil }
        guard isOneself else { return AuditAction(of: role) }
        switch role {
        case .member where before == .none: return .memberJoined
        case .none: return .memberLeft
        case .owner, .moderator, .member, .banned: return AuditAction(of: role)
        }
    }
}
