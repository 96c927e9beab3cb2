import ChatProtocol
import ChatStore

/// Somebody who may decide over a room: over its members, or, as its owner, over what it is.
///
/// The gate alone makes one.
struct Moderator: Sendable {
    /// The room as the log names it.
    let room: RoomName
    let caller: Caller
    let name: MemberName
    let state: RoomActor
    /// Whether roles and rules may be changed, and the room be deleted.
    let owns: Bool
    private let gate: Gate

    fileprivate init(
        _ rule: RoomRule,
        _ state: RoomActor,
        _ name: MemberName,
        _ caller: Caller,
        _ gate: Gate
    ) {
        room = rule.name
        self.state = state
        self.name = name
        owns = rule.owns
        self.caller = caller
        self.gate = gate
    }

    /// Takes the room away, with all that was said in it.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter forget: makes everything forget the room by its name.
    /// - Throws: `403 owner_needed`, `404 room_not_found`, or the store's problem.
    func delete(_ forget: (RoomName) -> Void) async throws(Problem) {
        guard owns else { throw .ownerNeeded }
        let entry = AuditEntry(.roomDeleted, by: name, in: room, at: gate.now)
        let invites = gate.accounts.look { book in
            book.invites.values.filter { $0.room == room }.map(\.key)
        }
        let isDropped = try await gate.write(by: caller) { store async throws(StoreError) in
            try await store.drop(room, madeAt: state.facts.madeAt, ending: invites, noting: [entry])
        }
        gate.rooms.forget(room, state, forget)
        guard isDropped else { throw .roomNotFound(room) }
        gate.accounts.forget(invites)
        gate.accounts.noted()
    }
}

extension Gate {
    /// Lets somebody decide over a room.
    ///
    /// Suspends to ask the log for a room that is not known here, and for a role.
    ///
    /// - Parameter name: as the caller says it.
    /// - Throws: `404 room_not_found`, `403 moderator_needed`, and what a writer is refused for.
    func moderator(of name: RoomName, _ caller: Caller) async throws(Problem) -> Moderator {
        try await learn(name, caller)
        // Another server may have given the role a moment ago.
        if try !rule(known(name, to: caller), caller.identity).owns { try await reachNewest() }
        let reader = try readerAtOnce(of: name, caller)
        guard let state = reader.state, !reader.room.isDirect else { throw .roomNotFound(name) }
        let account = try account(caller, for: "roles, bans and mutes")
        let rule = rule(reader.room, caller.identity)
        guard rule.moderates else { throw .moderatorNeeded }
        // The server may have begun to stop while the log was asked.
        try admit()
        return Moderator(rule, state, account, caller, self)
    }
}
