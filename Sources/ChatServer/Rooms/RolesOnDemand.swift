import ChatProtocol
import ChatStore

/// The roles of a room's members, made of what the store has when they are asked for first.
struct RolesOnDemand: Sendable {
    /// What the roles are to be made of; `nil` once they are.
    private var packed: PackedMembers?
    /// Nobody's until they are unpacked.
    private(set) var roles: RoomRoles

    /// Takes over what the store knows.
    ///
    /// - Parameter packed: all of the room's members; `nil` is nobody.
    init(_ packed: PackedMembers?) {
        self.packed = packed
        roles = RoomRoles()
    }

    /// Takes roles as they are.
    init(_ roles: RoomRoles) {
        self.roles = roles
    }

    /// Takes over what was committed.
    ///
    /// - Parameter events: of the room, in order.
    mutating func apply(_ events: some Sequence<DurableEvent>) {
        guard events.contains(where: \.isOfMember) else { return }
        unpack()
        _ = roles.apply(events)
    }

    /// Makes the roles, where that was not done before.
    mutating func unpack() {
        guard let members = packed?.unpacked() else { return }
        packed = nil
        roles = RoomRoles(members)
    }
}

extension DurableEvent {
    /// Whether it changes a role.
    fileprivate var isOfMember: Bool {
        if case .member = content { true } else { false }
    }
}
