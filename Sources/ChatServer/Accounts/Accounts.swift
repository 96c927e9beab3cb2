import AsyncSignals
import ChatProtocol
import ChatStore
import Credentials
import Synchronization

/// The accounts of the server: judged in memory, changed one after the other, durable before
/// anybody hears of it.
final class Accounts: Sendable {
    /// What there is, and the number of its state in the log.
    private struct Known {
        var book: AccountBook
        var number: Int64
    }

    /// How often a change is decided on, when another server is quicker each time.
    private static let tries = 100

    let passwords: PasswordPool
    /// Sent after each entry of the audit.
    let signal = ChangeSignal()
    let tickets: OneTimeSecrets<Identity>
    /// For the name that is to be signed in.
    let challenges: OneTimeSecrets<MemberName>
    /// When tokens were used last, written down once in a while.
    let uses = TokenUses()
    private let known: Mutex<Known>
    private let store: ChatStore
    private let lock = AsyncSemaphore(width: 1, limit: 256)
    private let generation = Atomic<Int>(0)
    private let onChange = HeldListener<Set<MemberName>?>()

    /// Takes over what the store has.
    ///
    /// Suspends to read it.
    init(store: ChatStore, passwords: PasswordPool) async throws(StoreError) {
        self.store = store
        self.passwords = passwords
        let shared = store.isShared ? store : nil
        tickets = OneTimeSecrets(.ticket, in: shared)
        challenges = OneTimeSecrets(.challenge, in: shared)
        let tables = try await store.access()
        known = Mutex(Known(book: AccountBook(tables), number: tables.number))
    }

    /// Counts the changes, so that what was made of the accounts before one is known to be old.
    ///
    /// Does not suspend.
    var version: Int { generation.load(ordering: .acquiring) }

    /// Looks something up.
    ///
    /// Does not suspend.
    func look<Value>(_ look: (borrowing AccountBook) -> Value) -> Value {
        known.withLock { look($0.book) }
    }

    /// All accounts as they are now, for a look at many of them: nobody waits for it.
    ///
    /// Does not suspend. A change while it is held copies what it changes, so let it go soon.
    var snapshot: AccountBook { known.withLock { $0.book } }

    /// Whom a token makes its holder.
    ///
    /// Does not suspend.
    ///
    /// - Returns: `nil` when it is none, has ended, or its account may not come in.
    func credential(ofToken text: String) -> Credential? {
        let digest = SecretDigest(of: text).hexadecimal
        let now = store.clock.now
        let credential = look { $0.credential(ofToken: digest, at: now) }
        if let id = credential?.token { uses.note(id, at: now) }
        return credential
    }

    /// Says who is told after each change, before whoever asked for it is answered.
    ///
    /// - Parameter listener: must be short; told whose credentials may not hold any more, `nil` for
    ///   everybody's.
    func whenChanged(_ listener: @escaping @Sendable (Set<MemberName>?) -> Void) {
        onChange.set(listener)
    }

    /// Changes accounts, one caller after the other.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - caller: who asked for it, and must still be who that was when it is decided: a request
    ///     may take as long as its client likes. `nil` is the server itself.
    ///   - drafts: what the log tells of it, in the same transaction; as of
    ///     ``ChatStore/change(_:at:with:)``.
    ///   - decide: makes the changes of what there is; a problem changes nothing.
    /// - Throws: that problem, `401 bad_credentials`, `403 banned`, or the store's.
    func change(
        by caller: Caller?,
        with drafts: [Draft] = [],
        _ decide: (AccountBook) throws(Problem) -> [AccessChange]
    ) async throws(Problem) {
        try await changeInTurn(drafts) { book throws(Problem) in
            let now = store.clock.now
            if let refusal = caller.flatMap({ book.refusal(of: $0, at: now) }) { throw refusal }
            return try decide(book)
        }
    }

    private func changeInTurn(
        _ drafts: [Draft],
        _ decide: (AccountBook) throws(Problem) -> [AccessChange]
    ) async throws(Problem) {
        try await attempt { () async throws(StoreError) in try await lock.enter() }
        defer { lock.leave() }
        try await refresh()
        for _ in 0..<Self.tries {
            if try await decideOnce(drafts, decide) {
                store.bus.send(.access, "")
                return
            }
            try await catchUp()
        }
        throw Problem(.tooManyWait(limit: Self.tries))
    }

    /// Decides on what is known, and writes that down unless another server was quicker.
    ///
    /// - Returns: false when it was.
    private func decideOnce(
        _ drafts: [Draft],
        _ decide: (AccountBook) throws(Problem) -> [AccessChange]
    ) async throws(Problem) -> Bool {
        let known = known.withLock { $0 }
        let wanted = try decide(known.book)
        guard !wanted.isEmpty else { return true }
        let number = try await attempt { () async throws(StoreError) in
            try await store.change(wanted, at: known.number, with: drafts)
        }
        guard let number else { return false }
        take(wanted, number)
        return true
    }

    /// Takes over what was written, unless what came after it was read meanwhile.
    private func take(_ changes: [AccessChange], _ number: Int64) {
        let concerned = known.withLock { known -> Set<MemberName>? in
            guard number >= known.number else { return [] }
            defer {
                for change in changes { known.book.apply(change) }
                known.number = number
            }
            return known.book.concerned(by: changes)
        }
        tell(concerned)
    }

    /// Forgets the invites of a room, which the log has dropped with it.
    ///
    /// Does not suspend.
    ///
    /// - Parameter invites: by ``Invite/key``.
    func forget(_ invites: [String]) {
        known.withLock { known in
            for key in invites { known.book.apply(.dropInvite(key: key)) }
        }
    }

    private func tell(_ concerned: Set<MemberName>?) {
        generation.add(1, ordering: .releasing)
        if concerned?.isEmpty != true { onChange.tell(concerned) }
        signal.send()
    }

    // MARK: - What other servers change

    /// Takes over what another server has changed; nothing where there is none.
    ///
    /// Suspends to read.
    func refresh() async throws(Problem) {
        guard store.isShared else { return }
        let marks = try await attempt { () async throws(StoreError) in try await store.marks() }
        try await follow(marks)
    }

    /// Takes over what was changed if the number is another one.
    ///
    /// Suspends to read.
    func follow(_ marks: SharedMarks) async throws(Problem) {
        guard marks.access != known.withLock({ $0.number }) else { return }
        try await catchUp()
    }

    /// Reads what was changed since the last look, and all where that is not kept.
    ///
    /// Suspends to read.
    func catchUp() async throws(Problem) {
        let last = known.withLock { $0.number }
        let news = try await attempt { () async throws(StoreError) in
            try await store.accessNews(since: last)
        }
        guard let news else { return try await reload() }
        take(news)
    }

    private func reload() async throws(Problem) {
        take(try await attempt { () async throws(StoreError) in try await store.access() })
    }

    /// Takes over what others have changed; does not suspend.
    ///
    /// - Parameter news: read anew, also of what this server has changed.
    func take(_ news: AccessNews) {
        guard news.number > known.withLock({ $0.number }) else { return }
        take(news.changes, news.number)
    }

    /// Takes over what there is; does not suspend.
    func take(_ tables: AccessTables) {
        let fresh = AccountBook(tables)
        let concerned = known.withLock { known -> Set<MemberName>? in
            // What was written meanwhile is newer than what was read.
            guard tables.number >= known.number else { return [] }
            let old = known.book
            known = Known(book: fresh.keepingCodes(of: old), number: tables.number)
            return fresh.concerned(since: old)
        }
        tell(concerned)
    }

    /// Notes what a moderator or an operator did, where it is no change of accounts.
    ///
    /// Suspends until it is durable.
    func note(_ entry: AuditEntry) async throws(Problem) {
        try await attempt { () async throws(StoreError) in
            try await store.change([.audit(entry)])
        }
        noted()
    }

    /// Tells those who follow the audit, here and at other servers, that the log has a new entry of
    /// it; does not suspend.
    func noted() {
        store.bus.send(.access, "")
        signal.send()
    }
}
