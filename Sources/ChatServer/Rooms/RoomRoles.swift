import ChatProtocol
import ChatStore

/// The roles of a room's members, and what binds them: pure, told each commit and the time.
struct RoomRoles: Sendable {
    /// What a member is in the room.
    struct Standing: Hashable, Sendable {
        var role: Role
        var terms: MemberTerms
    }

    private var standings: [MemberName: Standing] = [:]
    /// True where nobody is banned or muted, so that a post needs no look.
    private(set) var bindsNobody = true

    /// Takes over what the store knows of a member.
    ///
    /// - Parameter member: of the room.
    mutating func take(_ member: StoredMember) {
        set(Standing(role: member.role, terms: member.terms), of: member.name)
    }

    /// Takes over what was committed.
    ///
    /// - Parameter events: of the room, in order.
    /// - Returns: true if anybody's standing changed.
    mutating func apply(_ events: some Sequence<DurableEvent>) -> Bool {
        var isChanged = false
        for event in events {
            guard case .member(let name, let role, let terms) = event.content else { continue }
            set(Standing(role: role, terms: terms), of: name)
            isChanged = true
        }
        return isChanged
    }

    private mutating func set(_ standing: Standing, of name: MemberName) {
        let isNothing = standing.role == .none && standing.terms.mutedUntil == nil
        standings[name] = isNothing ? nil : standing
        if standing.role == .banned || standing.terms.mutedUntil != nil { bindsNobody = false }
    }

    /// The role of a member.
    ///
    /// - Parameters:
    ///   - name: any member; nobody has none.
    ///   - now: the time, which ends bans.
    /// - Returns: `none` where nobody gave one.
    func role(of name: MemberName?, at now: Timestamp) -> Role {
        guard let name, let standing = standings[name] else { return .none }
        guard standing.role == .banned, let until = standing.terms.until, until <= now else {
            return standing.role
        }
        return .none
    }

    /// The ban of a member.
    ///
    /// - Parameters:
    ///   - name: any member.
    ///   - now: the time, which ends bans.
    /// - Returns: `nil` for who is not banned.
    func ban(of name: MemberName, at now: Timestamp) -> Standing? {
        role(of: name, at: now) == .banned ? standings[name] : nil
    }

    /// What a member is, as it was last set.
    ///
    /// - Parameter name: any member.
    /// - Returns: `nil` where nobody set anything.
    func standing(of name: MemberName) -> Standing? { standings[name] }

    /// Until when a member may not speak.
    ///
    /// - Parameters:
    ///   - name: any member.
    ///   - now: the time.
    /// - Returns: `nil` for who may.
    func mutedUntil(_ name: MemberName, at now: Timestamp) -> Timestamp? {
        guard let until = standings[name]?.terms.mutedUntil, until > now else { return nil }
        return until
    }

    /// The owners.
    var owners: [MemberName] {
        standings.filter { $0.value.role == .owner }.map(\.key)
    }

    /// Who has a role, banned members too, in no order.
    var all: [(name: MemberName, standing: Standing)] {
        standings.map { (name: $0.key, standing: $0.value) }
    }

    /// How many are members.
    var memberCount: Int {
        standings.values.count { [.owner, .moderator, .member].contains($0.role) }
    }
}
