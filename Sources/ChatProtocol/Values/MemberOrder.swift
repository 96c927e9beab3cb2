/// What a member of a room shall be instead.
package struct MemberOrder: Hashable, Sendable {
    /// `nil` leaves the role, and makes a member of who is none.
    package var role: Role?
    /// How long a ban lasts, as people write it: `2h`; `nil` is for ever.
    package var until: String?
    /// How long the member may not speak: `10m`.
    package var mutedUntil: String?
    package var reason: String?
    /// What somebody has to be in the room for it; `nil` is for all.
    ///
    /// It would be another decision about anybody else: to put out who is banned lets them in.
    package var isFor: Set<Role>?

    /// Makes an order.
    ///
    /// - Parameters:
    ///   - until: how long a ban lasts.
    ///   - mutedUntil: how long the member may not speak.
    ///   - isFor: what somebody has to be in the room for it; `nil` is for all.
    package init(
        role: Role? = nil,
        until: String? = nil,
        mutedUntil: String? = nil,
        reason: String? = nil,
        isFor: Set<Role>? = nil
    ) {
        self.role = role
        self.until = until
        self.mutedUntil = mutedUntil
        self.reason = reason
        self.isFor = isFor
    }
}
