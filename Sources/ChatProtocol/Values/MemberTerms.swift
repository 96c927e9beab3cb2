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

    /// Makes terms.
    ///
    /// - Parameters:
    ///   - until: when a ban ends.
    ///   - mutedUntil: until when the member may not speak.
    ///   - reason: why.
    package init(
        until: Timestamp? = nil,
        mutedUntil: Timestamp? = nil,
        reason: String? = nil
    ) {
        self.until = until
        self.mutedUntil = mutedUntil
        self.reason = reason
    }
}
