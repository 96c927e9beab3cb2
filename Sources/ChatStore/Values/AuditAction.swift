package import ChatProtocol

/// What a server writes into the audit.
///
/// docs/REFERENCE.md tells of each.
package enum AuditAction: String, Hashable, Sendable, CaseIterable {
    case roomCreated = "room_created"
    case roomChanged = "room_changed"
    /// By which a room is taken away: what the audit tells of its name up to there is not of a
    /// later room that has it.
    case roomDeleted = "room_deleted"

    case memberJoined = "member_joined"
    case memberLeft = "member_left"
    case memberOwner = "member_owner"
    case memberModerator = "member_moderator"
    case memberMember = "member_member"
    case memberNone = "member_none"
    case memberBanned = "member_banned"
    case memberMuted = "member_muted"
    case memberUnmuted = "member_unmuted"

    case messageDeleted = "message_deleted"

    case inviteCreated = "invite_created"
    case inviteEnded = "invite_ended"

    case accountCreated = "account_created"
    case accountChanged = "account_changed"
    case accountDeleted = "account_deleted"

    case banned
    case banLifted = "ban_lifted"

    case importBegan = "import_began"
    case imported

    case streamEnded = "stream_ended"
    case searchRebuilt = "search_rebuilt"

    /// The change of a role.
    package init(of role: Role) {
        self =
            switch role {
            case .owner: .memberOwner
            case .moderator: .memberModerator
            case .member: .memberMember
            case .none: .memberNone
            case .banned: .memberBanned
            }
    }
}
