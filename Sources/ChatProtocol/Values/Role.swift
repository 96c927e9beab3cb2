/// What a member may do in a room.
package enum Role: String, Hashable, Sendable, CaseIterable {
    case owner, moderator, member
    /// Not, or no longer, a member.
    case none
    case banned

    /// Whether who has it is in the room: an owner, a moderator or a member.
    package var isMembership: Bool {
        switch self {
        case .owner, .moderator, .member: true
        case .none, .banned: false
        }
    }

    /// Whether who has it decides over others in the room.
    package var moderates: Bool { self == .owner || self == .moderator }
}
