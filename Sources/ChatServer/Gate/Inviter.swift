import ChatProtocol
import ChatStore
import Credentials

/// Somebody who may see and end invites, and make some.
///
/// The gate alone makes one.
struct Inviter: Sendable {
    let name: MemberName
    private let caller: Caller
    private let gate: Gate

    fileprivate init(_ name: MemberName, _ caller: Caller, _ gate: Gate) {
        self.name = name
        self.caller = caller
        self.gate = gate
    }

    /// One's own invites and those of rooms that one moderates, for the operator all, the oldest
    /// first; none of a room that is hidden from whoever asks.
    var invites: [Invite] {
        let now = gate.now
        return gate.accounts.look { Array($0.invites.values) }
            .filter { $0.expiresAt > now && mayEnd($0) && gate.isOfThisTime($0) }
            .sorted { ($0.createdAt, $0.key) < ($1.createdAt, $1.key) }
    }

    /// Makes an invite.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - room: that it opens, as the caller says it; `nil` is for the server alone.
    ///   - uses: how often it is good.
    ///   - expiresAt: when it ends.
    /// - Throws: `404 room_not_found`, `403 moderator_needed`, `403 operator_needed`, or
    ///   `409 too_many`.
    func make(room: RoomName?, uses: Int64, expiresAt: Timestamp) async throws(Problem) -> Invite {
        let now = gate.now
        let state = try await opened(room)
        let secret = Secret(.invite)
        let invite = Invite(
            key: secret.inviteKey,
            code: secret.text,
            room: room,
            madeBy: name,
            uses: uses,
            // Another server, which made the room, may have a clock that is ahead.
            createdAt: max(now, state?.facts.createdAt ?? now),
            expiresAt: expiresAt
        )
        try await gate.accounts.change(by: caller) { book throws(Problem) in
            // Else the entry would be another room's, of the same name.
            if let room, gate.rooms.room(named: room) !== state { throw .roomNotFound(room) }
            return try changes(by: invite, to: book)
        }
        return invite
    }

    /// The room that an invite opens; whoever does not moderate it may not make one, nor anybody
    /// but the operator one for the server alone.
    private func opened(_ room: RoomName?) async throws(Problem) -> RoomActor? {
        guard let room else {
            _ = try gate.operator(caller)
            return nil
        }
        return try await gate.moderator(of: room, caller).state
    }

    private func changes(
        by invite: Invite,
        to book: AccountBook
    ) throws(Problem) -> [AccessChange] {
        let limit = gate.limits.invitesOfMember
        let own = book.invites.values.filter { $0.madeBy == name }
        // Those that have ended make way at the limit.
        let ended = own.filter { $0.expiresAt <= invite.createdAt }
        guard own.count - ended.count < limit else {
            throw .tooMany("invites of a member", limit: limit)
        }
        let entry = AuditEntry(
            .inviteCreated,
            by: name,
            in: invite.room,
            subject: invite.hiddenCode,
            detail: "uses: \(invite.uses); until \(invite.expiresAt)",
            at: invite.createdAt
        )
        // Below the limit they stay: the clock may be wrong for a while.
        let gone = own.count < limit ? [] : ended
        return gone.map { .dropInvite(key: $0.key) } + [.putInvite(invite), .audit(entry)]
    }

    /// Ends an invite.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter code: of the invite, or what is listed of one whose code was not kept.
    /// - Throws: `404 invite_not_found`, also for one that is not the caller's to end.
    func end(_ code: String) async throws(Problem) {
        try await gate.accounts.change(by: caller) { book throws(Problem) in
            let known =
                Secret(.invite, reading: code).map { book.invites[$0.inviteKey] }
                ?? book.invites.values.first {
                    $0.code == nil && $0.shownCode == code && mayEnd($0)
                }
            guard let invite = known, mayEnd(invite) else {
                throw .notFound(.inviteNotFound, "invite")
            }
            // That of a room which has gone is in no room that gets its name.
            let room = invite.room.flatMap { gate.rooms.room(named: $0) == nil ? nil : $0 }
            let entry = AuditEntry(
                .inviteEnded,
                by: name,
                in: room,
                subject: invite.hiddenCode,
                at: gate.now
            )
            return [.dropInvite(key: invite.key), .audit(entry)]
        }
    }

    private func mayEnd(_ invite: Invite) -> Bool {
        guard !caller.identity.isOperator else { return true }
        let isOwn = invite.madeBy == name
        guard let room = invite.room else { return isOwn }
        let rule = gate.rule(room, caller.identity)
        // Whoever was put out of a private room is not told by an invite that it still is there.
        return rule.moderates || isOwn && rule.sight != .hidden
    }
}

extension Gate {
    /// Lets somebody with an account at invites.
    ///
    /// - Returns: the inviter; which invites may be made it decides itself.
    /// - Throws: `401 credentials_needed`, `403 accounts_needed`, or `403 scope`.
    func inviter(_ caller: Caller) throws(Problem) -> Inviter {
        Inviter(try account(caller, for: "invites"), caller, self)
    }
}
