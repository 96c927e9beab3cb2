import ChatProtocol
import ChatStore

/// A member of a room whose role somebody may be about to change.
///
/// The gate alone makes one.
struct Membership: Sendable {
    /// The room as the log names it; no direct one.
    let room: RoomName
    let caller: Caller
    /// Who asks, and of whom.
    let author: MemberName
    let member: MemberName
    private let gate: Gate

    fileprivate init(
        _ rule: RoomRule,
        _ author: MemberName,
        _ member: MemberName,
        _ caller: Caller,
        _ gate: Gate
    ) {
        room = rule.name
        self.author = author
        self.member = member
        self.caller = caller
        self.gate = gate
    }

    private var isOneself: Bool { author == member }
    private var state: RoomActor? { gate.rooms.room(named: room) }

    /// Changes the member's role or terms.
    ///
    /// Suspends for its turn, as what is decided in a room is decided one after the other, and
    /// until it is durable.
    ///
    /// - Returns: true if the member had no role before.
    /// - Throws: `403` for what the caller may not decide, `404 account_not_found`, or
    ///   `409 last_owner`.
    func set(_ wish: MemberWish) async throws(Problem) -> Bool {
        let isMute = wish.role == nil && wish.mutedUntil != nil
        guard !isMute, wish.role != Role.none, wish.role != .banned else {
            return try await setInTurn(wish)
        }
        // An account does not end while it is given a role.
        return try await gate.withLock(ofAccount: member) { () async throws(Problem) in
            try await setInTurn(wish)
        }
    }

    private func setInTurn(_ wish: MemberWish) async throws(Problem) -> Bool {
        try await gate.withLock(room) { () async throws(Problem) in try await decide(wish) }
    }

    private func decide(_ wish: MemberWish) async throws(Problem) -> Bool {
        // What others decided while this waited counts.
        try gate.readmit(caller)
        let rule = gate.rule(room, caller.identity)
        try rule.admit(nil, room)
        let step = MemberStep(wish, from: known(at: rule.now), at: rule.now)
        try check(rule, from: step.before, to: step.role, wish)
        guard step.isChange else { return false }
        if step.role.isMembership, !step.before.isMembership { try Gate.checkPart(member) }
        // What one gives as a reason, of others too, is said to all in the room, as a message is.
        let turn = step.terms.reason != nil ? try rule.speak(author) : nil
        var draft = Draft(
            room: room,
            user: author,
            content: .member(member, role: step.role, terms: step.terms),
            makesRoom: gate.mode == .open,
            expectsNoRoom: rule.room == nil,
            roomMadeAt: rule.room?.facts.madeAt
        )
        draft.audit = note(of: step)
        let judged = JudgedDraft(draft: draft, room: state, turn: turn)
        _ = try await gate.append(judged, by: caller)
        return step.before == .none && step.role == .member
    }

    private func known(at now: Timestamp) -> MemberStep.Known {
        state?.roles {
            MemberStep.Known(
                assignment: $0.assignment(of: member, at: now),
                role: $0.role(of: member, at: now),
                mutedUntil: $0.mutedUntil(member, at: now)
            )
        } ?? MemberStep.Known(role: .none)
    }

    private func check(
        _ rule: RoomRule,
        from before: Role,
        to role: Role,
        _ wish: MemberWish
    ) throws(Problem) {
        guard !isOneself else { return try checkOneself(rule, from: before, to: role, wish) }
        _ = try gate.account(caller, for: "roles, bans and mutes")
        guard rule.moderates else { throw .moderatorNeeded }
        // An owner is another owner's to decide on alone.
        if before.moderates || role.moderates {
            guard rule.owns else { throw .ownerNeeded }
        }
        try refuseLast(role)
        guard role != before, role != .none, role != .banned else { return }
        let isKnown = gate.accounts.look { $0.active(member) != nil }
        guard isKnown else { throw .notFound(.accountNotFound, "account") }
        if role == .owner, !caller.identity.isOperator { try gate.checkGift(to: member) }
    }

    /// Who may not decide is not told who owns the room.
    private func refuseLast(_ role: Role) throws(Problem) {
        if role != .owner, let state, gate.isLastOwner(member, of: state) { throw .lastOwner }
    }

    /// Anybody joins a public room and leaves any; nobody lifts a ban or a role up alone.
    private func checkOneself(
        _ rule: RoomRule,
        from before: Role,
        to role: Role,
        _ wish: MemberWish
    ) throws(Problem) {
        if wish.mutedUntil != nil { throw .badParameter("mutedUntil", "is not for oneself") }
        switch role {
        case before, .none, .member: break
        case .owner, .moderator:
            guard rule.owns else { throw .ownerNeeded }
        case .banned: throw .badParameter("role", "is not for oneself")
        }
        try refuseLast(role)
    }

    /// What the audit tells of it; nothing of a reason alone, which decides nothing.
    private func note(of step: MemberStep) -> [AuditEntry] {
        guard let action = step.action(byOneself: isOneself) else { return [] }
        let muted = step.newMute.map { step.isMuteAlone ? "until \($0)" : "muted until \($0)" }
        return [
            AuditEntry(
                action,
                by: author,
                in: room,
                subject: member.description,
                detail: AuditEntry.words(until: step.terms.until, muted, step.terms.reason),
                at: gate.now
            )
        ]
    }
}

extension Gate {
    /// Lets somebody try to change a member of a room, and charges a guest.
    ///
    /// Suspends to ask the log for a room that is not known here.
    ///
    /// - Parameters:
    ///   - name: of the room, as the caller says it.
    ///   - wish: what shall be, which may make a room that is not there; `nil` makes none.
    /// - Returns: the membership; what may be changed it decides itself.
    /// - Throws: `404 room_not_found`, `403 banned`, `401 credentials_needed`, `403 scope`,
    ///   `503 draining`, or `429 rate_limited`.
    func membership(
        of member: MemberName,
        in name: RoomName,
        _ caller: Caller,
        for wish: MemberWish? = nil
    ) async throws(Problem) -> Membership {
        try await accounts.refresh()
        try await learn(name, caller)
        guard !name.isDirect else {
            _ = try account(caller, for: "direct rooms")
            throw .badParameter("room", "a direct room is of two, and stays so")
        }
        let rule = rule(name, caller.identity)
        try rule.admit(nil, name)
        // What makes none has no word for a room that is not there, or it could be told from one
        // that is hidden.
        let isOneself = member == caller.member ?? .guest
        let makes = wish?.makesRoom(isOneself: isOneself, moderates: rule.moderates) ?? false
        guard rule.room != nil || makes && mode == .open else { throw .roomNotFound(name) }
        let author = try author(caller)
        guard caller.identity.scope == .all else { throw .scope(caller.identity.scope) }
        // The server may have begun to stop while the log was asked.
        try chargeGuest(author, caller)
        return Membership(rule, author, member, caller, self)
    }

    /// Lets somebody mark a room as read, and charges a guest.
    ///
    /// Suspends to ask the log for a room that is not known here.
    ///
    /// - Parameter name: of the room, as the caller says it.
    /// - Throws: what a reader is refused for, `401 credentials_needed`, `403 banned`, or
    ///   `429 rate_limited`.
    func marking(in name: RoomName, _ caller: Caller) async throws(Problem) -> Marking {
        try await learn(name, caller)
        // The transaction that sets the mark bounds it by what the log has.
        let reader = try readerAtOnce(of: name, caller)
        let author = try member(caller)
        // The server may have begun to stop while the log was asked.
        try chargeGuest(author, caller)
        return Marking(reader, author, self)
    }
}

/// Somebody who may mark a room as read.
///
/// The gate alone makes one.
struct Marking: Sendable {
    private let reader: Reader
    let author: MemberName
    private let gate: Gate

    fileprivate init(_ reader: Reader, _ author: MemberName, _ gate: Gate) {
        self.reader = reader
        self.author = author
        self.gate = gate
    }

    /// The room as the log names it.
    var room: RoomName { reader.room }

    /// The room as the caller knows it.
    var shownRoom: RoomName { reader.shownRoom }

    /// Marks the room as read, and tells the other servers' streams of the member.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - isShown: whether other members may see it, who show theirs; a guest's is never shown,
    ///     since the name may be anyone's.
    /// - Returns: the newest event that is now read.
    func mark(through seq: Int64, isShown: Bool) async throws(Problem) -> Int64 {
        let isShown = isShown && reader.caller.identity.account != nil
        let seq = try await gate.write(by: reader.caller) { store async throws(StoreError) in
            try await store.markRead(
                room,
                by: author,
                through: seq,
                isShown: isShown,
                roomMadeAt: reader.facts.madeAt
            )
        }
        let store = gate.store
        if store.isShared {
            store.bus.send(.read, ReadNotice(room: room, member: author, seq: seq).text)
        }
        return seq
    }
}
