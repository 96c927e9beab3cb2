import AsyncSignals
import ChatProtocol
import ChatStore
import Credentials
import Synchronization

/// The accounts of the server: judged in memory, changed one after the other, durable before
/// anybody hears of it.
final class Accounts: Sendable {
    let passwords: PasswordPool
    /// Sent after each entry of the audit.
    let signal = ChangeSignal()
    let tickets = OneTimeSecrets<Identity>(.ticket)
    /// For the name that is to be signed in.
    let challenges = OneTimeSecrets<MemberName>(.challenge)
    /// When tokens were used last, written down once in a while.
    let uses = TokenUses()
    private let book: Mutex<AccountBook>
    private let store: ChatStore
    private let lock = AsyncSemaphore(width: 1, limit: 256)
    private let generation = Atomic<Int>(0)
    private let onChange = Mutex<@Sendable (Set<MemberName>?) -> Void>({ _ in })

    /// Takes over what the store has.
    ///
    /// Suspends to read it.
    ///
    /// - Parameters:
    ///   - store: which keeps them.
    ///   - passwords: makes and compares passwords.
    /// - Throws: what the store says.
    init(store: ChatStore, passwords: PasswordPool) async throws(StoreError) {
        self.store = store
        self.passwords = passwords
        book = Mutex(AccountBook(try await store.access()))
    }

    /// Counts the changes, so that what was made of the accounts before one is known to be old.
    ///
    /// Does not suspend.
    var version: Int { generation.load(ordering: .acquiring) }

    /// Looks something up.
    ///
    /// Does not suspend.
    ///
    /// - Parameter look: must be short.
    /// - Returns: what it found.
    func look<Value>(_ look: (borrowing AccountBook) -> Value) -> Value {
        book.withLock { look($0) }
    }

    /// All accounts as they are now, for a look at many of them: nobody waits for it.
    ///
    /// Does not suspend. A change while it is held copies what it changes, so let it go soon.
    var snapshot: AccountBook { book.withLock { $0 } }

    /// Whom a token makes its holder.
    ///
    /// Does not suspend.
    ///
    /// - Parameter text: from anyone.
    /// - Returns: `nil` when it is none, has ended, or its account may not come in.
    func credential(ofToken text: String) -> Credential? {
        let digest = SecretDigest(of: text).hexadecimal
        let now = Timestamp.now()
        let credential = look { $0.credential(ofToken: digest, at: now) }
        if let id = credential?.token { uses.note(id, at: now) }
        return credential
    }

    /// Says who is told after each change, before whoever asked for it is answered.
    ///
    /// - Parameter listener: must be short; told whose credentials may not hold any more, `nil` for
    ///   everybody's.
    func whenChanged(_ listener: @escaping @Sendable (Set<MemberName>?) -> Void) {
        onChange.withLock { $0 = listener }
    }

    /// Changes accounts, one caller after the other.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter decide: makes the changes of what there is; a problem changes nothing.
    /// - Throws: that problem, or the store's.
    func change(
        _ decide: (AccountBook) throws(Problem) -> [AccessChange]
    ) async throws(Problem) {
        try await attempt { () async throws(StoreError) in try await lock.enter() }
        defer { lock.leave() }
        let wanted = try decide(snapshot)
        guard !wanted.isEmpty else { return }
        try await attempt { () async throws(StoreError) in try await store.change(wanted) }
        let concerned = book.withLock { book in
            defer { for change in wanted { book.apply(change) } }
            return book.concerned(by: wanted)
        }
        generation.add(1, ordering: .releasing)
        if concerned?.isEmpty != true { onChange.withLock { $0 }(concerned) }
        signal.send()
    }

    /// Notes what a moderator or an operator did, where it is no change of accounts.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter entry: what was done.
    /// - Throws: the store's problem.
    func note(_ entry: AuditEntry) async throws(Problem) {
        try await attempt { () async throws(StoreError) in
            try await store.change([.audit(entry)])
        }
        signal.send()
    }
}
