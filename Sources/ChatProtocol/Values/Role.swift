/// What a member may do in a room.
package enum Role: String, Hashable, Sendable, CaseIterable {
    case owner, moderator, member
    /// Not, or no longer, a member.
    case none
    case banned
}
