import ChatProtocol
import ChatStore
import Credentials

/// What is asked for with a new account.
struct Registration: Sendable {
    var name: MemberName
    var password: String
    var invite: String?
    /// For the operator alone.
    var isOperator = false
}

extension Gate {
    /// Makes an account.
    ///
    /// Suspends for the password, and until it is durable.
    ///
    /// - Parameters:
    ///   - caller: the operator may do it always, and give a name that has spoken here before.
    /// - Throws: `400 bad_name`, `403 registration_closed` or `invite_needed`, `422 weak_password`,
    ///   `409 name_taken`, `409 too_many`, `403 banned`, `429 rate_limited`, or the store's
    ///   problem: then there is no account, and the invite is as good as before.
    func register(_ wish: Registration, _ caller: Caller) async throws(Problem) -> Account {
        try admitPassword(from: caller)
        try rates.signIn(from: caller.address, as: wish.name, now: uptime())
        try Self.checkPart(wish.name)
        let isOperator = caller.identity.isOperator
        guard !wish.isOperator || isOperator else { throw .operatorNeeded(isUnknown: false) }
        try await learnRoom(of: wish.invite, caller)
        let invite = try invite(wish.invite, isOperator: isOperator)
        if let room = invite?.room { _ = try unmet(wish.name, in: room) }
        try await checkName(wish.name, isOperator: isOperator)
        let hash = try await passwordHash(wish.password, of: wish.name)
        var account = Account(name: wish.name, password: hash, createdAt: now)
        account.isOperator = wish.isOperator
        try await withLock(ofAccount: wish.name, thenOf: invite?.room) {
            [account] () async throws(Problem) in
            let drafts = try invite.map { invite throws(Problem) in
                try joining(wish.name, by: invite)
            }
            try await accounts.change(by: caller, with: drafts ?? []) { book throws(Problem) in
                try changes(for: account, by: caller, with: invite, in: book)
            }
        }
        return account
    }

    /// What is written with a new account, whose invite is used up with it.
    private func changes(
        for account: Account,
        by caller: Caller,
        with invite: Invite?,
        in book: AccountBook
    ) throws(Problem) -> [AccessChange] {
        let isOperator = caller.identity.isOperator
        guard book.accounts[account.name] == nil else { throw .nameTaken(account.name) }
        // Who is refused a moment later uses nothing up.
        if !isOperator, let ban = book.ban(of: account.name, at: caller.address, now: now) {
            throw .banned(until: ban.until, reason: ban.reason)
        }
        // Deleted ones keep their names, so they have a bound as well: ten times that number.
        guard
            isOperator
                || book.accounts.count / 10 < limits.accounts
                    && book.accounts.values.count(where: { !$0.isDeleted }) < limits.accounts
        else { throw .tooMany("accounts", limit: limits.accounts) }
        var changes: [AccessChange] = [.put(account)]
        // What a guest of the name has read is another person's, unless the operator says whose.
        if !isOperator { changes.append(.dropReads(of: account.name)) }
        if let invite {
            // Somebody else may have been quicker.
            guard let left = book.invite(key: invite.key, at: now), isGood(left) else {
                throw .inviteNeeded
            }
            changes.append(AccountBook.used(left))
        }
        let role = account.isOperator ? Operator.words(isOperator: true) : nil
        let entry = AuditEntry(
            .accountCreated,
            by: isOperator ? caller.identity.account ?? .operator : account.name,
            subject: account.name.description,
            detail: AuditEntry.words(until: nil, role, invite?.words),
            at: now
        )
        return changes + [.audit(entry)]
    }

    /// Asks the log for the room of an invite, which another server may have made.
    private func learnRoom(of code: String?, _ caller: Caller) async throws(Problem) {
        guard let code, let invite = accounts.look({ $0.invite(code, at: now) }),
            let room = invite.room
        else { return }
        try await learn(room, caller)
        // Its maker may have the role that it takes since a moment ago.
        try await reachNewest()
    }

    /// Uses an invite to let somebody with an account into a room.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - name: as the caller says the room.
    ///   - caller: anyone; comes in with an account and alone.
    /// - Returns: false for who was in the room already.
    /// - Throws: `403 accounts_needed`, `400 bad_parameter` for another, `401 bad_credentials` once
    ///   the credentials have ended, `403 invite_needed` for a code that is none, or for another
    ///   room, or `403 banned`.
    func join(
        _ name: RoomName,
        with code: String,
        _ member: MemberName,
        _ caller: Caller
    ) async throws(Problem) -> Bool {
        let account = try account(caller, for: "invites")
        guard member == account else { throw .badParameter("invite", "is for oneself") }
        try await accounts.refresh()
        try await learn(name, caller)
        // The invite's maker may have the role that it takes since a moment ago.
        try await reachNewest()
        try readmit(caller)
        let now = self.now
        guard let invite = accounts.look({ $0.invite(code, at: now) }), invite.room == name,
            isGood(invite)
        else { throw .inviteNeeded }
        return try await withLock(ofAccount: account, thenOf: name) {
            () async throws(Problem) -> Bool in
            let drafts = try joining(account, by: invite)
            // Who is in already uses nothing up.
            guard !drafts.isEmpty else { return false }
            try await accounts.change(by: caller, with: drafts) { book throws(Problem) in
                guard let left = book.invite(code, at: now), isGood(left) else {
                    throw .inviteNeeded
                }
                return [AccountBook.used(left)]
            }
            return true
        }
    }

    /// Whether whoever made an invite still may: a room's is good for as long as its maker decides
    /// there, the server's for as long as its maker is an operator.
    private func isGood(_ invite: Invite) -> Bool {
        guard isOfThisTime(invite) else { return false }
        guard invite.madeBy != .operator else { return true }
        let account = accounts.look { book in
            let isBanned = book.ban(of: invite.madeBy, at: "", now: now) != nil
            return book.active(invite.madeBy).flatMap { isBanned && !$0.isOperator ? nil : $0 }
        }
        guard let account else { return false }
        guard let room = invite.room, !account.isOperator else { return account.isOperator }
        let state = rooms.room(named: room)
        return state?.roles { $0.role(of: account.name, at: now).moderates } ?? false
    }

    /// Whether an invite is of a room that is there, and not of one that had its name before.
    ///
    /// Does not suspend.
    ///
    /// - Returns: true also for one of the server alone.
    func isOfThisTime(_ invite: Invite) -> Bool {
        guard let name = invite.room else { return true }
        return rooms.room(named: name).map { $0.facts.createdAt <= invite.createdAt } ?? false
    }

    /// Whether somebody has no role in a room yet, so that an invite would change something.
    ///
    /// An invite lifts no ban and no mute, whether it is used by an account or to make one.
    private func unmet(_ name: MemberName, in room: RoomName) throws(Problem) -> Bool {
        guard let state = rooms.room(named: room) else { return true }
        let now = self.now
        if let ban = state.roles({ $0.ban(of: name, at: now) }) {
            throw .banned(until: ban.terms.until, reason: ban.terms.reason)
        }
        return state.roles { $0.role(of: name, at: now) } == .none
    }

    /// What the log tells of somebody who comes into the room of an invite; nothing where the
    /// invite is for none, or they are in.
    private func joining(_ member: MemberName, by invite: Invite) throws(Problem) -> [Draft] {
        guard let room = invite.room, try unmet(member, in: room) else { return [] }
        try Self.checkPart(member)
        let (now, state) = (self.now, rooms.room(named: room))
        var terms = state?.roles { $0.lasting(of: member, at: now) } ?? MemberTerms()
        terms.was = Role.none
        var draft = Draft(
            room: room,
            user: invite.madeBy,
            content: .member(member, role: .member, terms: terms),
            makesRoom: false,
            roomMadeAt: state?.facts.madeAt
        )
        draft.audit = [
            AuditEntry(
                .memberJoined,
                by: member,
                in: room,
                subject: member.description,
                detail: "invited by \(invite.madeBy)",
                at: now
            )
        ]
        return [draft]
    }

    private func invite(_ code: String?, isOperator: Bool) throws(Problem) -> Invite? {
        let known = code.flatMap { code in accounts.look { $0.invite(code, at: now) } }
        let invite = known.flatMap { isGood($0) ? $0 : nil }
        // A code that is told must be good, whoever tells it.
        guard code == nil || invite != nil else { throw .inviteNeeded }
        if isOperator { return invite }
        switch settings.admission.registration {
        case .open: return invite
        case .invite:
            guard let invite else { throw .inviteNeeded }
            return invite
        case .closed: throw .registrationClosed
        }
    }

    // MARK: - Keys

    /// Draws a challenge for a name, whether or not anybody has it.
    ///
    /// Suspends to write it where several servers share them.
    ///
    /// - Parameter name: that is to be signed in.
    /// - Returns: the challenge, and when it ends.
    func challenge(
        for name: MemberName,
        _ caller: Caller
    ) async throws(Problem) -> (secret: Secret, expiresAt: Timestamp) {
        try await accounts.challenges.draw(for: name, at: now)
    }

    /// Makes a token for whoever signed a challenge with a key of the account.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - challenge: as it was drawn; it is used up.
    ///   - signature: as `ssh-keygen -Y sign -n burble` makes it.
    /// - Returns: the token, shown this once, and its row.
    /// - Throws: `401 bad_credentials`, `409 too_many`, or `429 rate_limited`.
    func signIn(
        _ name: MemberName,
        challenge: String,
        signature: String,
        _ wish: TokenWish,
        _ caller: Caller
    ) async throws(Problem) -> (secret: Secret, row: AccountToken) {
        try admit()
        try rates.signIn(from: caller.address, as: name, now: uptime())
        guard try await accounts.challenges.take(challenge, at: now) == name,
            let signature = SSHSignature(signature)
        else { throw .badCredentials }
        // Verified whoever it is, by the key that is said to have signed, so that the time tells
        // nothing of who has an account.
        let message = Array(challenge.utf8)
        // A program that signs a file signs its last line break too.
        let isSigned = [message, message + [10]].contains { message in
            signature.verifies(message: message, namespace: "burble", by: signature.publicKey)
        }
        let account = accounts.look { $0.active(name) }
        let keys = accounts.look { $0.keys[name] ?? [] }.compactMap {
            // What was kept here could be read once, and is left out if that has changed.
            try? OpenSSHPublicKey($0.key)
        }
        let key = signature.publicKey
        guard isSigned, let account, keys.contains(key) else { throw .badCredentials }
        let proved = Credential(
            account: account.name,
            isOperator: account.isOperator,
            mark: account.mark
        )
        let holder = Caller(identity: .account(proved), address: caller.address)
        return try await makeToken(
            of: account.name,
            wish,
            by: admitted(holder),
            key: key.fingerprint
        )
    }
}
