import ChatProtocol

/// What a member shall be in a room, as a caller wishes it.
struct MemberWish: Sendable {
    /// `nil` leaves the role as it is, and makes a member of who is none.
    var role: Role?
    var until: Timestamp?
    var mutedUntil: Timestamp?
    var reason: String?
    /// A code that lets oneself into the room.
    var invite: String?

    /// Makes a wish.
    ///
    /// - Parameters:
    ///   - role: the new role.
    ///   - reason: why.
    init(role: Role, reason: String?) {
        self.role = role
        self.reason = reason
    }
}
