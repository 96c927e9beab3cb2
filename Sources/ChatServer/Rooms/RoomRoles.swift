import ChatProtocol
import ChatStore

/// The roles of a room's members, and what binds them: pure, told each commit and the time.
struct RoomRoles: Sendable {
    /// What a member is in the room.
    struct Assignment: Hashable, Sendable {
        var role: Role
        var terms: MemberTerms

        /// The role at a time, which ends bans.
        fileprivate func lastingRole(at now: Timestamp) -> Role {
            guard role == .banned, let until = terms.until, until <= now else { return role }
            return .none
        }

        /// Until when a member may not speak; `nil` for who may at a time.
        fileprivate func mutedUntil(at now: Timestamp) -> Timestamp? {
            terms.mutedUntil.flatMap { $0 > now ? $0 : nil }
        }

        /// What is left of it at a time; `nil` for nothing.
        fileprivate func lasting(at now: Timestamp) -> Assignment? {
            var left = self
            left.role = lastingRole(at: now)
            // What came with a ban goes with it.
            if left.role != role { left.terms = MemberTerms() }
            left.terms.mutedUntil = mutedUntil(at: now)
            return left.role == .none && left.terms.mutedUntil == nil ? nil : left
        }
    }

    private var assignments: [MemberName: Assignment] = [:]
    /// The owners.
    private(set) var owners: Set<MemberName> = []
    /// How many are members.
    private(set) var memberCount = 0
    /// True where nobody is banned or muted, so that a post needs no look.
    private(set) var bindsNobody = true

    /// Takes over what the store knows.
    init(_ members: [StoredMember] = []) {
        assignments.reserveCapacity(members.count)
        for member in members {
            set(Assignment(role: member.role, terms: member.terms), of: member.name)
        }
    }

    /// Takes over what was committed.
    ///
    /// - Parameter events: of the room, in order.
    /// - Returns: true if anybody's role changed.
    mutating func apply(_ events: some Sequence<DurableEvent>) -> Bool {
        var isChanged = false
        for event in events {
            guard case .member(let name, let role, let terms) = event.content else { continue }
            set(Assignment(role: role, terms: terms), of: name)
            isChanged = true
        }
        return isChanged
    }

    private mutating func set(_ assignment: Assignment, of name: MemberName) {
        var assignment = assignment
        // It is told with the event, and is no part of what a member is.
        assignment.terms.was = nil
        let isNothing = assignment.role == .none && assignment.terms.mutedUntil == nil
        let before = assignments[name]?.role ?? .none
        assignments[name] = isNothing ? nil : assignment
        // Counted as they change: rooms are listed, and decided on, however many there are.
        memberCount += (assignment.role.isMembership ? 1 : 0) - (before.isMembership ? 1 : 0)
        if assignment.role == .owner { owners.insert(name) } else { owners.remove(name) }
        if assignment.role == .banned || assignment.terms.mutedUntil != nil { bindsNobody = false }
    }

    /// The role of a member.
    ///
    /// - Parameters:
    ///   - name: any member; nobody has none.
    ///   - now: the time, which ends bans.
    /// - Returns: `none` where nobody gave one.
    func role(of name: MemberName?, at now: Timestamp) -> Role {
        name.flatMap { assignments[$0] }?.lastingRole(at: now) ?? Role.none
    }

    /// The ban of a member.
    ///
    /// - Parameter now: the time, which ends bans.
    /// - Returns: `nil` for who is not banned.
    func ban(of name: MemberName, at now: Timestamp) -> Assignment? {
        role(of: name, at: now) == .banned ? assignments[name] : nil
    }

    /// What a member is.
    ///
    /// - Parameter now: the time, which ends bans and mutes.
    /// - Returns: `nil` where nobody set anything that lasts.
    func assignment(of name: MemberName, at now: Timestamp) -> Assignment? {
        assignments[name]?.lasting(at: now)
    }

    /// What a new role of a member takes over of the last one: a mute cannot be left behind.
    ///
    /// - Parameter now: the time, which ends mutes.
    func lasting(of name: MemberName, at now: Timestamp) -> MemberTerms {
        MemberTerms(mutedUntil: mutedUntil(name, at: now))
    }

    /// Until when a member may not speak.
    ///
    /// - Returns: `nil` for who may.
    func mutedUntil(_ name: MemberName, at now: Timestamp) -> Timestamp? {
        assignments[name]?.mutedUntil(at: now)
    }

    /// How many have a role, counting banned members and roles that have ended.
    var count: Int { assignments.count }

    /// Who has a role or a mute, banned members too.
    ///
    /// - Parameter now: the time, which ends bans and mutes.
    func all(at now: Timestamp) -> [MemberName: Assignment] {
        assignments.compactMapValues { $0.lasting(at: now) }
    }
}
