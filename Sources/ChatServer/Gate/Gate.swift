import ChatProtocol
import ChatStore

/// Decides what a caller may do, before any route's own code.
///
/// It alone makes a ``Reader``, ``Writer``, ``Moderator`` or ``Operator``, and a room, a message, a
/// file, a number or a search hit can be had from these alone. So no route can forget to ask.
///
/// A class, since each reader and writer holds it, and a post makes several.
///
/// Source: docs/API.md, sections 1, 2 and 6.
final class Gate: Sendable {
    let accounts: Accounts
    let store: ChatStore
    let rooms: Rooms
    let operatorToken: OperatorToken
    let settings: LiveSettings
    let rates: Rates
    let proxies: TrustedProxies
    /// Whether the server itself encrypts the connections that this gate is asked for.
    let isEncrypted: Bool
    let lifecycle: Lifecycle
    let uptime: @Sendable () -> Duration
    let locks: RoomLocks
    /// Where traces go; `nil` where there are none.
    let traces: Traces?
    /// Whether a name alone is enough.
    let mode: Admission.Mode

    /// The server's bounds, as they are now.
    var limits: ServerLimits { settings.limits }

    /// Makes the gate of a server, for connections that it does not encrypt itself.
    ///
    /// - Parameters:
    ///   - settings: who may speak, who may make an account, and the server's bounds.
    ///   - rooms: what is remembered of the rooms.
    ///   - proxies: whose word counts about where a request comes from.
    ///   - traces: where they go; `nil` for none.
    ///   - uptime: tells how long the server runs.
    init(
        settings: LiveSettings,
        accounts: Accounts,
        store: ChatStore,
        rooms: Rooms,
        operatorToken: OperatorToken,
        rates: Rates,
        proxies: TrustedProxies,
        traces: Traces?,
        uptime: @escaping @Sendable () -> Duration
    ) {
        self.settings = settings
        mode = settings.admission.mode
        self.accounts = accounts
        self.store = store
        self.rooms = rooms
        self.operatorToken = operatorToken
        self.rates = rates
        self.proxies = proxies
        self.traces = traces
        self.uptime = uptime
        isEncrypted = false
        lifecycle = Lifecycle()
        locks = RoomLocks()
    }

    /// Makes the same gate for connections that the server encrypts.
    ///
    /// - Parameter other: the gate, whose locks and counts are this one's too.
    init(encrypting other: Gate) {
        settings = other.settings
        mode = other.mode
        accounts = other.accounts
        store = other.store
        rooms = other.rooms
        operatorToken = other.operatorToken
        rates = other.rates
        proxies = other.proxies
        isEncrypted = true
        lifecycle = other.lifecycle
        uptime = other.uptime
        locks = other.locks
        traces = other.traces
    }

    /// Refuses new work while the server stops.
    ///
    /// - Throws: `503 draining`.
    func admit() throws(Problem) {
        guard !lifecycle.isDraining else { throw .draining }
    }

    /// The log's newest position; does not suspend.
    var head: Int64 { store.head }

    /// The time by which is decided what is over; does not suspend.
    var now: Timestamp { store.clock.now }

    /// The log's name, which is in every cursor.
    var log: LogName { store.log }

    /// A cursor as one of this log, which may have had other names.
    ///
    /// - Returns: the position through which it holds; `nil` for a cursor of another log.
    func present(_ cursor: Cursor) -> Cursor? { store.present(cursor) }

    // MARK: - Who calls

    /// Who sends a request, where no password has to be compared for it.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - field: the `Authorization` field; `nil` if there is none.
    ///   - address: of the client, as ``ClientNetwork`` tells.
    /// - Returns: the caller; `nil` for a password.
    /// - Throws: `401 bad_credentials`, or `403 banned`.
    func callerAtOnce(_ field: String?, from address: String) throws(Problem) -> Caller? {
        let identity: Identity
        switch try Authorization(field) {
        case .none: identity = .reader
        case .name(let name): identity = try guest(name)
        case .token(let text): identity = try holder(of: text)
        case .password: return nil
        }
        return try admitted(Caller(identity: identity, address: address))
    }

    /// The same, where another server may have made a token that is not known here.
    private func callerAtLast(
        _ field: String?,
        from address: String
    ) async throws(Problem) -> Caller? {
        do throws(Problem) {
            return try callerAtOnce(field, from: address)
        } catch  where error.code == ProblemCode.badCredentials.rawValue {
            try await accounts.refresh()
            return try callerAtOnce(field, from: address)
        }
    }

    /// Who sends a request.
    ///
    /// Suspends to compare a password, and to ask the log for a token that is not known here.
    ///
    /// - Parameters:
    ///   - field: the `Authorization` field; `nil` if there is none.
    ///   - address: of the client, as ``ClientNetwork`` tells.
    ///   - isPrivate: whether the connection hides a password from others.
    /// - Throws: `401 bad_credentials`, `403 banned`, `403 tls_needed`, or `429 rate_limited`.
    func caller(
        _ field: String?,
        from address: String,
        isPrivate: Bool
    ) async throws(Problem) -> Caller {
        let hidesPasswords = isPrivate || settings.takesPlainPasswords
        if var caller = try await callerAtLast(field, from: address) {
            caller.hidesPasswords = hidesPasswords
            return caller
        }
        guard case .password(let name, let password) = try Authorization(field) else {
            throw .badCredentials
        }
        guard hidesPasswords else { throw .tlsNeeded }
        let account = try await account(name, password: password, from: address)
        let identity = Identity.account(
            Credential(account: account.name, isOperator: account.isOperator, mark: account.mark)
        )
        return try admitted(Caller(identity: identity, address: address))
    }

    /// Lets through who is not banned from the server.
    ///
    /// - Throws: `403 banned`.
    func admitted(_ caller: Caller) throws(Problem) -> Caller {
        guard let ban = accounts.look({ $0.ban(of: caller, at: now) }) else { return caller }
        throw .banned(until: ban.until, reason: ban.reason)
    }

    private func guest(_ name: MemberName) throws(Problem) -> Identity {
        guard mode == .open, name != .operator,
            accounts.look({ $0.accounts[name] == nil })
        else { throw .badCredentials }
        return .guest(name)
    }

    private func holder(of token: String) throws(Problem) -> Identity {
        if operatorToken.matches(token) { return .operator }
        let credential = accounts.credential(ofToken: token)
        guard let credential else { throw .badCredentials }
        return .account(credential)
    }

    /// Finds the account of a name and a password, in the same time for a name that nobody has.
    ///
    /// Suspends for its turn and for the comparison.
    ///
    /// - Parameter address: which is charged for it.
    /// - Returns: an account that may come in.
    /// - Throws: `401 bad_credentials`, `429 rate_limited`, or `503 overloaded`.
    func account(
        _ name: MemberName,
        password: String,
        from address: String
    ) async throws(Problem) -> Account {
        try rates.signIn(from: address, as: name, now: uptime())
        try await accounts.refresh()
        let account = accounts.look { $0.active(name) }
        guard try await accounts.passwords.matches(password, account?.password), let account
        else { throw .badCredentials }
        return account
    }

    /// Refuses a password in a body that others can read on its way.
    ///
    /// - Throws: `403 tls_needed`.
    func admitPassword(from caller: Caller) throws(Problem) {
        guard caller.hidesPasswords else { throw .tlsNeeded }
    }

    // MARK: - What is theirs

    /// The author of what a caller writes.
    ///
    /// - Returns: a name; the shared guest's for a reader in open mode.
    /// - Throws: `401 credentials_needed`, `403 scope` for a token that only reads, or `403 banned`
    ///   where the shared guest is.
    func author(_ caller: Caller) throws(Problem) -> MemberName {
        guard caller.identity.scope != .read else { throw .scope(.read) }
        return try member(caller)
    }

    /// As whom a caller acts.
    ///
    /// - Returns: a name; the shared guest's for a reader in open mode.
    /// - Throws: `401 credentials_needed`, or `403 banned` where the shared guest is: whoever gives
    ///   that name is not let in either.
    func member(_ caller: Caller) throws(Problem) -> MemberName {
        if let member = caller.member { return member }
        guard mode == .open else { throw .credentialsNeeded }
        let ban = accounts.look { $0.ban(of: .guest, at: caller.address, now: now) }
        if let ban { throw .banned(until: ban.until, reason: ban.reason) }
        return .guest
    }

    /// The account of a caller, for what guests do not have.
    ///
    /// - Parameter what: is asked for, in words.
    /// - Throws: `401 credentials_needed`, `403 accounts_needed` for a guest, or `403 scope` for a
    ///   token that is good for less.
    func account(_ caller: Caller, for what: String) throws(Problem) -> MemberName {
        guard let name = caller.identity.account else {
            if case .guest = caller.identity { throw .accountsNeeded(what) }
            throw mode == .open ? .accountsNeeded(what) : .credentialsNeeded
        }
        if case .account(let credential) = caller.identity, !credential.isUnlimited {
            throw .scope(credential.scope)
        }
        return name
    }
}
