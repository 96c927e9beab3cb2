import ChatProtocol

/// What a caller may do in a room, decided from the room's own facts: pure.
struct RoomRule {
    /// What the caller may see.
    enum Sight: Hashable {
        case open
        /// As if there were no such room.
        case hidden
        case banned(until: Timestamp?, reason: String?)
    }

    /// As the log names it.
    let name: RoomName
    /// `nil` where nobody has written.
    let room: Room?
    let identity: Identity
    let now: Timestamp

    /// What the caller may see of the room.
    var sight: Sight {
        guard identity.covers(name) else { return .hidden }
        if let pair = name.pair {
            return identity.account == pair.0 || identity.account == pair.1 ? .open : .hidden
        }
        guard let room, !identity.isOperator else { return .open }
        let isPublic = room.facts.visibility == .public
        let standing = identity.member.flatMap { member in room.roles { $0.standing(of: member) } }
        guard let standing else { return isPublic ? .open : .hidden }
        switch room.roles({ $0.role(of: identity.member, at: now) }) {
        case .banned:
            return isPublic
                ? .banned(until: standing.terms.until, reason: standing.terms.reason) : .hidden
        case .none: return isPublic ? .open : .hidden
        case .owner, .moderator, .member:
            // A guest has no role but that of a member of a public room.
            return isPublic || identity.account != nil ? .open : .hidden
        }
    }

    /// The role of the caller, as far as it is proved.
    var role: Role {
        guard let account = identity.account, let room else { return .none }
        return room.roles { $0.role(of: account, at: now) }
    }

    /// Whether the caller may put out, mute and delete what others said.
    var moderates: Bool { identity.isOperator || role == .owner || role == .moderator }

    /// Whether the caller may give roles and change what the room is.
    var owns: Bool { identity.isOperator || role == .owner }
}
