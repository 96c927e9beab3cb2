import ChatProtocol
import ChatStore
import Credentials

/// Somebody with an account, and full credentials for it.
///
/// The gate alone makes one.
struct AccountHolder: Sendable {
    let name: MemberName
    let caller: Caller
    private let gate: Gate

    fileprivate init(_ name: MemberName, _ caller: Caller, _ gate: Gate) {
        self.name = name
        self.caller = caller
        self.gate = gate
    }

    /// The account's tokens, the oldest first.
    var tokens: [AccountToken] { gate.accounts.look { $0.tokens(of: name) } }

    /// The account's keys.
    var keys: [AccountKey] { gate.accounts.look { $0.keys[name] ?? [] } }

    // MARK: - Password and end

    /// Changes the password.
    ///
    /// Suspends to compare the old one, and until the new one is durable.
    ///
    /// - Parameters:
    ///   - old: the password so far.
    ///   - new: the password from now on.
    ///   - revokesTokens: whether all tokens end but the one of this request.
    /// - Throws: `401 bad_credentials`, `422 weak_password`, or `429 rate_limited`.
    func changePassword(
        from old: String,
        to new: String,
        revokesTokens: Bool
    ) async throws(Problem) {
        try gate.admitPassword(from: caller)
        let known = try await gate.account(name, password: old, from: caller.address)
        let hash = try await gate.passwordHash(new, of: name)
        try await gate.setPassword(hash, of: known, by: caller, revokesTokens: revokesTokens)
    }

    /// Ends the account for good.
    ///
    /// What it said stays.
    ///
    /// Suspends to compare the password, and until it is durable.
    ///
    /// - Throws: `401 bad_credentials`, `429 rate_limited`, or `409 last_owner`.
    func delete(password: String) async throws(Problem) {
        try gate.admitPassword(from: caller)
        let known = try await gate.account(name, password: password, from: caller.address)
        try await gate.end(name, by: caller, mark: known.mark)
    }

    // MARK: - Tokens

    /// Makes a token, as ``Gate/makeToken(of:_:by:key:)`` does.
    func makeToken(_ wish: TokenWish) async throws(Problem) -> (secret: Secret, row: AccountToken) {
        try await gate.makeToken(of: name, wish, by: caller)
    }

    /// Ends a token and its streams.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter id: of one of the account's.
    /// - Throws: `404 token_not_found`.
    func revokeToken(_ id: String) async throws(Problem) {
        try await gate.accounts.change(by: caller) { book throws(Problem) in
            guard book.tokens(of: name).contains(where: { $0.id == id }) else {
                throw .notFound(.tokenNotFound, "token")
            }
            return [.dropToken(id: id)]
        }
    }

    // MARK: - Keys

    /// Adds a public key.
    ///
    /// Suspends until it is durable.
    ///
    /// - Throws: `422 bad_public_key`, or `409 too_many`.
    func addKey(_ line: String) async throws(Problem) -> AccountKey {
        let key: OpenSSHPublicKey
        do {
            key = try OpenSSHPublicKey(line)
        } catch {
            throw Problem(.badPublicKey, "give a line like ssh-ed25519 AAAA…, of a .pub file")
        }
        let row = AccountKey(
            account: name,
            fingerprint: key.fingerprint,
            key: key.description,
            createdAt: gate.now
        )
        let limit = gate.limits.keysOfAccount
        try await gate.accounts.change(by: caller) { book throws(Problem) in
            guard !book.has(row.fingerprint, of: name) else { return [] }
            guard book.keys[name]?.count ?? 0 < limit else {
                throw .tooMany("keys of an account", limit: limit)
            }
            return [.putKey(row)]
        }
        return row
    }

    /// Takes a public key away.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter fingerprint: as `ssh-keygen -l` prints it.
    /// - Throws: `404 key_not_found`.
    func dropKey(_ fingerprint: String) async throws(Problem) {
        try await gate.accounts.change(by: caller) { book throws(Problem) in
            guard book.has(fingerprint, of: name) else {
                throw .notFound(.keyNotFound, "key")
            }
            return [.dropKey(account: name, fingerprint: fingerprint)]
        }
    }
}

/// What a token is to be for.
struct TokenWish: Sendable {
    var label = ""
    var scope = AccountToken.Scope.all
    /// As the log names them.
    var rooms: [RoomName]?
    var expiresAt: Timestamp?
}

extension Gate {
    /// Lets somebody decide over an account of their own.
    ///
    /// - Throws: `401 credentials_needed`, `403 accounts_needed` for a guest and for the operator's
    ///   token, or `403 scope`.
    func holder(_ caller: Caller) throws(Problem) -> AccountHolder {
        let name = try account(caller, for: "tokens, keys and passwords")
        guard name != .operator else { throw .accountsNeeded("tokens, keys and passwords") }
        return AccountHolder(name, caller, self)
    }

    /// Lets anybody with credentials have a ticket for them, and charges a guest.
    ///
    /// Suspends to write it where several servers share them.
    ///
    /// - Returns: the ticket, and when it ends.
    /// - Throws: `401 credentials_needed`, `503 draining`, `429 rate_limited`, or the store's
    ///   problem.
    func makeTicket(
        _ caller: Caller
    ) async throws(Problem) -> (secret: Secret, expiresAt: Timestamp) {
        guard let member = caller.member else { throw .credentialsNeeded }
        try chargeGuest(member, caller)
        return try await accounts.tickets.draw(for: caller.identity, at: now)
    }

    /// Sets the password of an account, whose old one was given.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - known: the account as it was when the old one was compared, which nobody may have
    ///     changed since.
    ///   - revokesTokens: whether all tokens end but the caller's.
    /// - Throws: `401 bad_credentials`, or `403 banned`.
    func setPassword(
        _ hash: String,
        of known: Account,
        by caller: Caller,
        revokesTokens: Bool
    ) async throws(Problem) {
        // An account that ends with the old one either has ended, or gives nothing up.
        try await withLock(ofAccount: known.name) { () async throws(Problem) in
            try await accounts.change(by: caller) { book throws(Problem) in
                guard var account = book.active(known.name), account.mark == known.mark else {
                    throw .badCredentials
                }
                account.password = hash
                guard revokesTokens else { return [.put(account)] }
                let ended = book.tokens(of: known.name).filter { $0.id != caller.identity.token }
                return [.put(account)] + ended.map { .dropToken(id: $0.id) }
            }
        }
    }

    /// Makes a token of an account that has proved itself.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - caller: who has proved it; `nil` is the server itself.
    ///   - fingerprint: of the key that proved it, which must still be the account's; `nil` where
    ///     the caller's credentials do.
    /// - Returns: the token, shown this once, and its row.
    /// - Throws: `409 too_many`, `401 bad_credentials`, or `403 banned`.
    func makeToken(
        of name: MemberName,
        _ wish: TokenWish,
        by caller: Caller?,
        key fingerprint: String? = nil
    ) async throws(Problem) -> (secret: Secret, row: AccountToken) {
        let secret = Secret(.token)
        let row = AccountToken(
            id: String(Secret(.ticket).digest.hexadecimal.prefix(16)),
            account: name,
            digest: secret.digest.hexadecimal,
            label: wish.label,
            scope: wish.scope,
            rooms: wish.rooms,
            createdAt: now,
            expiresAt: wish.expiresAt
        )
        let limit = limits.tokensOfAccount
        try await accounts.change(by: caller) { book throws(Problem) in
            let isProved = fingerprint.map { book.has($0, of: name) } ?? true
            guard book.active(name) != nil, isProved else { throw .badCredentials }
            let known = book.tokens(of: name)
            guard known.count >= limit else { return [.putToken(row)] }
            // Those that have ended are kept to be listed, and make way.
            guard let ended = known.first(where: { $0.expiresAt.map { $0 <= now } ?? false })
            else { throw .tooManyTokens(limit: limit) }
            return [.dropToken(id: ended.id), .putToken(row)]
        }
        return (secret, row)
    }

    /// Makes what is kept of a password, if it is strong enough.
    ///
    /// Suspends for its turn and for the work.
    ///
    /// - Returns: the text to be kept.
    /// - Throws: `422 weak_password`, or `503 overloaded`.
    func passwordHash(_ password: String, of name: MemberName) async throws(Problem) -> String {
        do {
            try PasswordFault.check(password, name: name.description)
        } catch {
            throw .weakPassword
        }
        return try await accounts.passwords.hash(password)
    }
}
