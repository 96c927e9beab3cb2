import ChatProtocol
import ChatStore

/// Somebody who may decide over the server.
///
/// The gate alone makes one.
struct Operator: Sendable {
    let caller: Caller
    let name: MemberName
    let gate: Gate

    fileprivate init(_ caller: Caller, _ gate: Gate) {
        self.caller = caller
        name = caller.identity.account ?? .operator
        self.gate = gate
    }

    /// Empties the search index, which is filled anew from the log.
    ///
    /// Suspends until the audit tells of it.
    func clearSearch() async throws(Problem) {
        do {
            try gate.store.clearSearch()
        } catch {
            throw .logging(error)
        }
        try await note(.searchRebuilt)
    }

    private func note(_ action: AuditAction) async throws(Problem) {
        try await gate.accounts.note(AuditEntry(action, by: name, at: gate.now))
    }

    /// How the audit tells whether an account is an operator's.
    ///
    /// - Parameter isOperator: whether it is one's now.
    static func words(isOperator: Bool) -> String { "operator: \(isOperator)" }

    /// How far the search index is; suspends while it reads.
    ///
    /// - Returns: its place and the log's head.
    func searchProgress() async throws(StoreError) -> SearchProgress {
        try await gate.store.searchProgress()
    }

    /// Puts a part of the log into the search index; suspends until it is in.
    ///
    /// - Returns: how far it is then.
    func followSearch(limit: Int) async throws(StoreError) -> SearchProgress {
        try await gate.store.followSearch(limit: limit)
    }

    /// All accounts that are not deleted, by name.
    var accounts: [Account] {
        gate.accounts.look { book in book.accounts.values.filter { !$0.isDeleted } }
            .sorted { $0.name < $1.name }
    }

    /// The bans of the server, the oldest first.
    var bans: [ServerBan] {
        gate.accounts.look { Array($0.bans.values) }
            .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// Changes an account.
    ///
    /// Suspends for a password, and until it is durable.
    ///
    /// - Parameters:
    ///   - isOperator: whether it shall be an operator's; `nil` leaves it.
    ///   - isDisabled: whether it shall be kept out; `nil` leaves it.
    ///   - password: the new one; `nil` leaves it. All tokens and SSH keys end with it: whoever had
    ///     broken in may have added one.
    /// - Returns: the account as it is then.
    /// - Throws: `404 account_not_found`, `403 tls_needed`, or `422 weak_password`.
    func change(
        _ name: MemberName,
        isOperator: Bool?,
        isDisabled: Bool?,
        password: String?
    ) async throws(Problem) -> Account {
        if password != nil { try gate.admitPassword(from: caller) }
        let hash: String? =
            if let password { try await gate.passwordHash(password, of: name) } else { nil }
        let author = self.name
        // An account that ends has ended, or gives nothing up.
        try await gate.withLock(ofAccount: name) { () async throws(Problem) in
            try await gate.accounts.change(by: caller) { book throws(Problem) in
                guard var account = book.accounts[name], !account.isDeleted else {
                    throw .notFound(.accountNotFound, "account")
                }
                var words: [String] = []
                if let isOperator, isOperator != account.isOperator {
                    words.append(Self.words(isOperator: isOperator))
                }
                if let isDisabled, isDisabled != account.isDisabled {
                    words.append("disabled: \(isDisabled)")
                }
                if hash != nil { words.append("a new password") }
                // What is as it shall be changes nothing.
                guard !words.isEmpty else { return [] }
                account.isOperator = isOperator ?? account.isOperator
                account.isDisabled = isDisabled ?? account.isDisabled
                account.password = hash ?? account.password
                let ended = hash == nil ? [] : book.endOfCredentials(of: name)
                let entry = AuditEntry(
                    .accountChanged,
                    by: author,
                    subject: account.name.description,
                    detail: words.joined(separator: "; "),
                    at: gate.now
                )
                return [.put(account)] + ended + [.audit(entry)]
            }
        }
        guard let account = gate.accounts.look({ $0.accounts[name] }) else {
            throw .notFound(.accountNotFound, "account")
        }
        return account
    }

    /// Ends an account for good, as ``Gate/end(_:by:mark:)`` does.
    func delete(_ name: MemberName) async throws(Problem) {
        try await gate.end(name, by: caller)
    }

    /// Keeps somebody out of the server.
    ///
    /// Suspends until it is durable.
    ///
    /// - Throws: `409 too_many`, or `400 bad_parameter` for the name of an operator, whom no ban
    ///   keeps out.
    func add(_ ban: ServerBan) async throws(Problem) {
        let limit = gate.limits.bans
        let author = name
        try await gate.accounts.change(by: caller) { book throws(Problem) in
            let isOperators = ban.name.map { book.accounts[$0]?.isOperator ?? ($0 == .operator) }
            guard isOperators != true else {
                throw .badParameter("name", "not an operator's: no ban keeps an operator out")
            }
            guard book.bans.count < limit else { throw .tooMany("bans", limit: limit) }
            let entry = AuditEntry(
                .banned,
                by: author,
                subject: ban.name?.description ?? ban.address,
                detail: AuditEntry.words(until: ban.until, ban.reason),
                at: gate.now
            )
            return [.putBan(ban), .audit(entry)]
        }
    }

    /// Lifts a ban.
    ///
    /// Suspends until it is durable.
    ///
    /// - Throws: `404 ban_not_found`.
    func lift(_ id: String) async throws(Problem) {
        let author = name
        try await gate.accounts.change(by: caller) { book throws(Problem) in
            guard let ban = book.bans[id] else { throw .notFound(.banNotFound, "ban") }
            let subject = ban.name?.description ?? ban.address
            let entry = AuditEntry(.banLifted, by: author, subject: subject, at: gate.now)
            return [.dropBan(id: id), .audit(entry)]
        }
    }
}

extension Gate {
    /// Lets somebody decide over the server.
    ///
    /// - Throws: `401 operator_needed` without credentials, else `403 operator_needed`.
    func `operator`(_ caller: Caller) throws(Problem) -> Operator {
        guard caller.identity.isOperator else {
            throw .operatorNeeded(isUnknown: caller.identity == .reader)
        }
        return Operator(caller, self)
    }

    /// Lets somebody see the numbers of the whole server, which tell of rooms that may be hidden.
    ///
    /// - Parameter caller: anyone, in open mode and where nobody has an account: nothing is hidden
    ///   there.
    /// - Throws: `401` or `403 operator_needed`.
    func admitToNumbers(_ caller: Caller) throws(Problem) {
        guard !showsNumbers(to: caller) else { return }
        _ = try `operator`(caller)
    }

    /// Whether somebody may see them.
    ///
    /// - Returns: true for the operator, also with a token that only reads, and for anyone where
    ///   nothing is hidden.
    func showsNumbers(to caller: Caller) -> Bool {
        caller.identity.readsNumbers
            || mode == .open && accounts.look { $0.accounts.isEmpty }
    }
}
