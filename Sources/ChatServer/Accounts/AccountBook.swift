import ChatProtocol
import ChatStore
import Credentials

/// All accounts with their tokens and keys, all invites and bans: what the store keeps, in memory,
/// so that each request is judged where it came in.
///
/// Pure, told the time.
struct AccountBook: Sendable {
    private(set) var accounts: [MemberName: Account] = [:]
    /// By the digest of the token.
    private(set) var tokens: [String: AccountToken] = [:]
    private(set) var keys: [MemberName: [AccountKey]] = [:]
    /// By ``Invite/key``.
    private(set) var invites: [String: Invite] = [:]
    private(set) var bans: [String: ServerBan] = [:]
    /// The digests of the tokens by what they are revoked by, and by whose they are.
    private var digests: [String: String] = [:]
    private var digestsOfAccount: [MemberName: Set<String>] = [:]
    /// Each request is held against all of them.
    private var bannedRanges = RangeIndex()
    private var bannedNames: [MemberName: Set<String>] = [:]

    /// Takes over what the store has.
    init(_ tables: AccessTables) {
        for account in tables.accounts { apply(.put(account)) }
        for token in tables.tokens { apply(.putToken(token)) }
        for key in tables.keys { apply(.putKey(key)) }
        for invite in tables.invites { apply(.putInvite(invite)) }
        for ban in tables.bans { apply(.putBan(ban)) }
    }

    /// Takes over a change that the store has made.
    mutating func apply(_ change: AccessChange) {
        switch change {
        case .put(let account): accounts[account.name] = account
        case .putToken(let token):
            tokens[token.digest] = token
            digests[token.id] = token.digest
            digestsOfAccount[token.account, default: []].insert(token.digest)
        case .dropToken(let id): dropToken(id)
        case .putKey(let key): put(key)
        case .dropKey(let account, let fingerprint):
            keys[account]?.removeAll { $0.fingerprint == fingerprint }
        case .putInvite(let invite): put(invite)
        case .dropInvite(let key): invites[key] = nil
        case .putBan(let ban): put(ban)
        case .dropBan(let id): dropBan(id)
        case .dropReads, .audit: break
        }
    }

    private mutating func dropToken(_ id: String) {
        guard let digest = digests.removeValue(forKey: id),
            let account = tokens.removeValue(forKey: digest)?.account
        else { return }
        digestsOfAccount[account]?.remove(digest)
        if digestsOfAccount[account]?.isEmpty == true { digestsOfAccount[account] = nil }
    }

    private mutating func put(_ key: AccountKey) {
        guard keys[key.account]?.contains(where: { $0.fingerprint == key.fingerprint }) != true
        else { return }
        keys[key.account, default: []].append(key)
    }

    private mutating func put(_ invite: Invite) {
        // The code is known where it was made, and is not kept.
        let code = invite.code ?? invites[invite.key]?.code
        invites[invite.key] = invite
        invites[invite.key]?.code = code
    }

    private mutating func put(_ ban: ServerBan) {
        dropBan(ban.id)
        bans[ban.id] = ban
        if let name = ban.name { bannedNames[name, default: []].insert(ban.id) }
        if let range = ban.address.flatMap({ AddressRange($0) }) {
            bannedRanges.insert(range, as: ban.id)
        }
    }

    private mutating func dropBan(_ id: String) {
        guard let ban = bans.removeValue(forKey: id) else { return }
        if let range = ban.address.flatMap({ AddressRange($0) }) {
            bannedRanges.remove(range, as: id)
        }
        guard let name = ban.name else { return }
        bannedNames[name]?.remove(id)
        if bannedNames[name]?.isEmpty == true { bannedNames[name] = nil }
    }

    // MARK: - Who

    /// An account that may come in.
    ///
    /// - Returns: `nil` for nobody's, a disabled and a deleted one.
    func active(_ name: MemberName) -> Account? {
        guard let account = accounts[name], !account.isDisabled, !account.isDeleted else {
            return nil
        }
        return account
    }

    /// Whether somebody has an account that may come in now, or once a ban of its name has ended by
    /// itself.
    ///
    /// - Returns: false for who has none, is disabled or deleted, or is banned without an end.
    func comesIn(_ name: MemberName) -> Bool {
        guard let account = active(name) else { return false }
        guard !account.isOperator, let ids = bannedNames[name] else { return true }
        return ids.allSatisfy { id in bans[id]?.until != nil }
    }

    /// Whom a token makes its holder.
    ///
    /// - Returns: `nil` when it is none, has ended, or its account may not come in.
    func credential(ofToken digest: String, at now: Timestamp) -> Credential? {
        guard let token = tokens[digest], token.expiresAt.map({ $0 > now }) ?? true,
            let account = active(token.account)
        else { return nil }
        return Credential(
            account: account.name,
            isOperator: account.isOperator,
            token: token.id,
            scope: token.scope,
            rooms: token.rooms.map { Set($0) }
        )
    }

    /// The tokens of an account, the oldest first.
    ///
    /// - Returns: those that have ended too, as long as they are kept.
    func tokens(of name: MemberName) -> [AccountToken] {
        digestsOfAccount[name, default: []].compactMap { tokens[$0] }
            .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// What ends all tokens and SSH keys of an account.
    func endOfCredentials(of name: MemberName) -> [AccessChange] {
        let tokens = tokens(of: name).map { AccessChange.dropToken(id: $0.id) }
        let keys = (keys[name] ?? []).map { key in
            AccessChange.dropKey(account: name, fingerprint: key.fingerprint)
        }
        return tokens + keys
    }

    /// Whether an account has a key.
    ///
    /// - Returns: true if it may sign in by it.
    func has(_ fingerprint: String, of name: MemberName) -> Bool {
        keys[name]?.contains { $0.fingerprint == fingerprint } == true
    }

    /// Whether credentials that were good once are still good.
    ///
    /// - Returns: false once a token was revoked or has ended, the password was changed that was
    ///   given, or the account may not come in.
    func stillHolds(_ identity: Identity, at now: Timestamp) -> Bool {
        switch identity {
        case .reader, .operator: return true
        // A name that an account has got is no guest's any more.
        case .guest(let name): return accounts[name] == nil
        case .account(let credential):
            guard let account = active(credential.account),
                account.isOperator == credential.isOperator
            else { return false }
            guard let id = credential.token else { return account.mark == credential.mark }
            guard let token = digests[id].flatMap({ tokens[$0] }) else { return false }
            return token.expiresAt.map { $0 > now } ?? true
        }
    }

    /// Why a caller may not go on, whose credentials were good once.
    ///
    /// - Returns: `401 bad_credentials`, `403 banned`, or `nil` for who may go on.
    func refusal(of caller: Caller, at now: Timestamp) -> Problem? {
        guard stillHolds(caller.identity, at: now) else { return .badCredentials }
        return ban(of: caller, at: now).map { .banned(until: $0.until, reason: $0.reason) }
    }

    /// Whose credentials may not hold any more after changes.
    ///
    /// - Parameter changes: not yet applied.
    /// - Returns: maybe nobody; `nil` for everybody.
    func concerned(by changes: [AccessChange]) -> Set<MemberName>? {
        var names: Set<MemberName> = []
        for change in changes {
            switch change {
            case .put(let account): names.insert(account.name)
            case .dropToken(let id):
                if let token = digests[id].flatMap({ tokens[$0] }) { names.insert(token.account) }
            case .putBan(let ban):
                guard let name = ban.name else { return nil }
                names.insert(name)
            case .putToken, .putKey, .dropKey, .putInvite, .dropInvite, .dropBan, .dropReads,
                .audit:
                break
            }
        }
        return names
    }

    // MARK: - Invites and bans

    /// An invite that is still good.
    ///
    /// - Returns: `nil` for no code, one used up and one that has ended.
    func invite(_ code: String, at now: Timestamp) -> Invite? {
        // People type it: in any case, and with letters that look like others.
        Secret(.invite, reading: code).flatMap { invite(key: $0.inviteKey, at: now) }
    }

    /// The same, of an invite that was found before.
    func invite(key: String, at now: Timestamp) -> Invite? {
        guard let invite = invites[key], invite.uses > 0, invite.expiresAt > now else {
            return nil
        }
        return invite
    }

    /// What using an invite once leaves of it.
    static func used(_ invite: Invite) -> AccessChange {
        guard invite.uses > 1 else { return .dropInvite(key: invite.key) }
        var left = invite
        left.uses -= 1
        return .putInvite(left)
    }

    /// The ban that keeps a caller out; none does that to an operator.
    ///
    /// - Returns: `nil` for who may come in.
    func ban(of caller: Caller, at now: Timestamp) -> ServerBan? {
        guard !caller.identity.isOperators else { return nil }
        return ban(of: caller.member, at: caller.address, now: now)
    }

    /// The ban of a name or of an address.
    ///
    /// - Parameter name: the caller's, if it has one.
    /// - Returns: the one that ends last; `nil` for who may come in.
    func ban(of name: MemberName?, at address: String, now: Timestamp) -> ServerBan? {
        guard !bans.isEmpty else { return nil }
        let byName = name.flatMap { bannedNames[$0] } ?? []
        let byAddress = bannedRanges.ids(ofKey: address)
        return byName.union(byAddress).compactMap { bans[$0] }
            .filter { ban in ban.until.map { $0 > now } ?? true }
            .max {
                ($0.until?.milliseconds ?? .max, $0.id) < ($1.until?.milliseconds ?? .max, $1.id)
            }
    }
}

extension Account {
    /// Tells one password of the account from the next, without telling the password: the same at
    /// every server, since a ticket may hold it.
    var mark: Int {
        SecretDigest(of: password ?? "").bytes.prefix(7).reduce(0) { $0 << 8 | Int($1) }
    }
}
