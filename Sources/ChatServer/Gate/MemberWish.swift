import ChatProtocol

/// What a member shall be in a room, as a caller wishes it.
struct MemberWish: Sendable {
    /// `nil` leaves the role as it is, and makes a member of who is none.
    var role: Role?
    var until: Timestamp?
    var mutedUntil: Timestamp?
    /// Why; an empty one takes back what was said.
    var reason: String?
    /// A code that lets oneself into the room.
    var invite: String?

    /// Makes a wish.
    init(role: Role, reason: String?) {
        self.role = role
        self.reason = reason
    }

    /// Whether it may make a room that is not there, as whoever joins one does in open mode.
    ///
    /// - Parameters:
    ///   - isOneself: whether the member wishes it.
    ///   - moderates: whether whoever wishes it decides in every room.
    /// - Returns: false for what would make nobody a member.
    func makesRoom(isOneself: Bool, moderates: Bool) -> Bool {
        switch role {
        case .owner, .moderator: moderates
        case .member: isOneself || moderates
        case .none?, .banned: false
        case nil: mutedUntil == nil && (isOneself || moderates)
        }
    }
}
