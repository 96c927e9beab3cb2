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
    private(set) var invites: [String: Invite] = [:]
    private(set) var bans: [String: HouseBan] = [:]

    /// Takes over what the store has.
    ///
    /// - Parameter tables: whole.
    init(_ tables: AccessTables) {
        for account in tables.accounts { apply(.put(account)) }
        for token in tables.tokens { apply(.putToken(token)) }
        for key in tables.keys { apply(.putKey(key)) }
        for invite in tables.invites { apply(.putInvite(invite)) }
        for ban in tables.bans { apply(.putBan(ban)) }
    }

    /// Takes over a change that the store has made.
    ///
    /// - Parameter change: one row.
    mutating func apply(_ change: AccessChange) {
        switch change {
        case .put(let account): accounts[account.name] = account
        case .putToken(let token): tokens[token.digest] = token
        case .dropToken(let id): tokens = tokens.filter { $0.value.id != id }
        case .putKey(let key): put(key)
        case .dropKey(let account, let fingerprint):
            keys[account]?.removeAll { $0.fingerprint == fingerprint }
        case .putInvite(let invite): invites[invite.code] = invite
        case .dropInvite(let code): invites[code] = nil
        case .putBan(let ban): bans[ban.id] = ban
        case .dropBan(let id): bans[id] = nil
        case .audit: break
        }
    }

    private mutating func put(_ key: AccountKey) {
        guard keys[key.account]?.contains(where: { $0.fingerprint == key.fingerprint }) != true
        else { return }
        keys[key.account, default: []].append(key)
    }

    // MARK: - Who

    /// An account that may come in.
    ///
    /// - Parameter name: of a member.
    /// - Returns: `nil` for nobody's, a disabled and a deleted one.
    func active(_ name: MemberName) -> Account? {
        guard let account = accounts[name], !account.isDisabled, !account.isDeleted else {
            return nil
        }
        return account
    }

    /// Whom a token makes its holder.
    ///
    /// - Parameters:
    ///   - digest: of the token.
    ///   - now: the time.
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
    /// - Parameter name: of the account.
    /// - Returns: those that have ended too, as long as they are kept.
    func tokens(of name: MemberName) -> [AccountToken] {
        tokens.values.filter { $0.account == name }
            .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// Whether credentials that were good once are still good.
    ///
    /// - Parameters:
    ///   - identity: as it was found.
    ///   - now: the time.
    /// - Returns: false once a token was revoked or has ended, or the account may not come in.
    func stillHolds(_ identity: Identity, at now: Timestamp) -> Bool {
        guard case .account(let credential) = identity else { return true }
        guard let account = active(credential.account),
            account.isOperator == credential.isOperator
        else { return false }
        guard let id = credential.token else { return true }
        return tokens.values.contains { token in
            token.id == id && token.expiresAt.map { $0 > now } ?? true
        }
    }

    // MARK: - Invites and bans

    /// An invite that is still good.
    ///
    /// - Parameters:
    ///   - code: from anyone.
    ///   - now: the time.
    /// - Returns: `nil` for no code, one used up and one that has ended.
    func invite(_ code: String, at now: Timestamp) -> Invite? {
        // People type it: in any case, and with letters that look like others.
        let code = Secret(.invite, reading: code)?.text ?? code
        guard let invite = invites[code], invite.uses > 0, invite.expiresAt > now else {
            return nil
        }
        return invite
    }

    /// What using an invite once leaves of it.
    ///
    /// - Parameter invite: one that is good.
    /// - Returns: the change.
    static func used(_ invite: Invite) -> AccessChange {
        guard invite.uses > 1 else { return .dropInvite(code: invite.code) }
        var left = invite
        left.uses -= 1
        return .putInvite(left)
    }

    /// The ban that keeps a caller out.
    ///
    /// - Parameters:
    ///   - name: the caller's, if it has one.
    ///   - address: the caller's.
    ///   - now: the time.
    /// - Returns: `nil` for who may come in.
    func ban(of name: MemberName?, at address: String, now: Timestamp) -> HouseBan? {
        guard !bans.isEmpty else { return nil }
        return bans.values.first { ban in
            guard ban.until.map({ $0 > now }) ?? true else { return false }
            if let banned = ban.name { return banned == name }
            guard let network = ban.address.flatMap({ AddressRange($0) }) else { return false }
            return network.contains(key: address)
        }
    }
}
