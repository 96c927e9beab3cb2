/// What binds a member in a room beside the role.
///
/// Source: docs/API.md, section 6.
package struct MemberTerms: Hashable, Sendable {
    /// When a ban ends by itself; `nil` is never.
    package var until: Timestamp?
    /// Until when the member may not speak; `nil` where the member may.
    package var mutedUntil: Timestamp?
    /// Why, in the words of whoever decided it; at most ``Limits/topicBytes`` bytes.
    package var reason: String?
    /// The role before the event, where the event tells of it; no term, and kept with no member.
    ///
    /// The same role as the event's: the mute alone has changed.
    package var was: Role?

    /// Makes terms.
    ///
    /// - Parameters:
    ///   - until: when a ban ends.
    ///   - mutedUntil: until when the member may not speak.
    ///   - was: the role before.
    package init(
        until: Timestamp? = nil,
        mutedUntil: Timestamp? = nil,
        reason: String? = nil,
        was: Role? = nil
    ) {
        self.until = until
        self.mutedUntil = mutedUntil
        self.reason = reason
        self.was = was
    }
}
