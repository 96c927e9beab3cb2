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
    let room: RoomActor?
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
        let assignment = identity.member.flatMap { member in
            room.roles { $0.assignment(of: member, at: now) }
        }
        guard let assignment else { return isPublic ? .open : .hidden }
        switch assignment.role {
        case .banned:
            return isPublic
                ? .banned(until: assignment.terms.until, reason: assignment.terms.reason) : .hidden
        case .none: return isPublic ? .open : .hidden
        case .owner, .moderator, .member:
            // A guest has no role but that of a member of a public room.
            return isPublic || identity.account != nil ? .open : .hidden
        }
    }

    /// Whether the caller may read the room: sees it, with credentials that are good for reading.
    var mayRead: Bool { identity.reads && sight == .open }

    /// Why the caller may not read the room.
    ///
    /// - Parameter shown: the room's name as the caller knows it.
    /// - Returns: `404 room_not_found`, `403 banned`, `403 scope`, or `nil` for who may.
    func refusalToRead(_ shown: RoomName) -> Problem? {
        switch sight {
        case .hidden: .roomNotFound(shown)
        case .banned(let until, let reason): .banned(until: until, reason: reason)
        case .open: identity.reads ? nil : .scope(identity.scope)
        }
    }

    /// Refuses who may not see the room, and an author who may not write in it.
    ///
    /// - Parameters:
    ///   - author: of what is to be written, maybe the shared guest; `nil` for a reader.
    ///   - shown: the room's name as the caller knows it.
    ///   - evenMuted: whether a mute is left for later to judge.
    /// - Throws: `404 room_not_found`, `403 banned`, or `403 muted`.
    func admit(_ author: MemberName?, _ shown: RoomName, evenMuted: Bool = false) throws(Problem) {
        switch sight {
        case .hidden: throw .roomNotFound(shown)
        case .banned(let until, let reason): throw .banned(until: until, reason: reason)
        case .open: break
        }
        guard let author, let room, !identity.isOperator, !room.roles({ $0.bindsNobody }) else {
            return
        }
        if let assignment = room.roles({ $0.ban(of: author, at: now) }) {
            throw .banned(until: assignment.terms.until, reason: assignment.terms.reason)
        }
        if !evenMuted, let until = mutedUntil(author) { throw .muted(until: until) }
    }

    /// Until when an author may not speak in the room.
    ///
    /// - Returns: `nil` for who may, and for an operator.
    func mutedUntil(_ author: MemberName) -> Timestamp? {
        guard let room, !identity.isOperator else { return nil }
        // Nobody is muted in most rooms, and posts come by the thousand.
        return room.roles { $0.bindsNobody ? nil : $0.mutedUntil(author, at: now) }
    }

    /// Whether something keeps an author out of the room, or from speaking there.
    ///
    /// - Returns: whether ``admit(_:_:)`` refuses.
    func bars(_ author: MemberName) -> Bool {
        do throws(Problem) {
            try admit(author, name)
            return false
        } catch {
            return true
        }
    }

    /// The role of the caller, as far as it is proved.
    var role: Role {
        guard let account = identity.account, let room else { return .none }
        return room.roles { $0.role(of: account, at: now) }
    }

    /// Whether the caller may put out, mute and delete what others said.
    var moderates: Bool { identity.isOperator || role.moderates }

    /// Whether the caller may give roles and change what the room is.
    var owns: Bool { identity.isOperator || role == .owner }
}
