import ChatProtocol
import ChatStore
import Credentials
import Synchronization

/// Secrets that are good once and for a minute, each with what it stands for: tickets for streams,
/// challenges for keys.
///
/// Where the server writes its log alone they are in memory, end with the process, and are bounded:
/// where there are too many, the oldest is forgotten. To draw and to take one costs as much however
/// many there are: anybody may ask for challenges. Where several servers write the log, a secret is
/// good at each of them, and kept beside the log.
final class OneTimeSecrets<Value: SharedSecretValue>: Sendable {
    private struct Entry {
        let value: Value
        let expiresAt: Timestamp
    }

    private struct Drawn {
        var entries: [SecretDigest: Entry] = [:]
        /// As they were drawn, from `first` on, and so as they end; with those that were taken.
        var order: [SecretDigest] = []
        var first = 0

        var waiting: Int { order.count - first }
    }

    private let drawn = Mutex(Drawn())
    private let kind: SecretKind
    private let lifetime: Int64
    private let limit: Int
    private let store: ChatStore?

    /// Makes an empty set.
    ///
    /// - Parameters:
    ///   - store: where several servers keep them; `nil` for memory.
    ///   - seconds: for which one is good.
    ///   - limit: how many there may be in memory.
    init(_ kind: SecretKind, in store: ChatStore? = nil, seconds: Int64 = 60, limit: Int = 10_000) {
        self.kind = kind
        self.store = store
        lifetime = seconds * 1000
        self.limit = limit
    }

    /// Draws one.
    ///
    /// Suspends to write it where several servers share them.
    ///
    /// - Returns: the secret, and when it ends.
    func draw(
        for value: Value,
        at now: Timestamp
    ) async throws(Problem) -> (secret: Secret, expiresAt: Timestamp) {
        let secret = Secret(kind)
        let end = Timestamp(milliseconds: now.milliseconds + lifetime)
        guard let store else {
            remember(Entry(value: value, expiresAt: end), as: secret.digest, at: now)
            return (secret, end)
        }
        try await attempt { () async throws(StoreError) in
            try await store.keepOnce(
                kind.rawValue,
                id: secret.digest.hexadecimal,
                value: value.shared,
                for: lifetime
            )
        }
        return (secret, end)
    }

    /// Takes one, which is then gone.
    ///
    /// Suspends to do so where several servers share them.
    ///
    /// - Returns: what it stands for; `nil` for none and for one that has ended.
    func take(_ text: String, at now: Timestamp) async throws(Problem) -> Value? {
        let digest = SecretDigest(of: text)
        guard let store else {
            let entry = drawn.withLock { $0.entries.removeValue(forKey: digest) }
            guard let entry, entry.expiresAt > now else { return nil }
            return entry.value
        }
        let taken = try await attempt { () async throws(StoreError) in
            try await store.takeOnce(kind.rawValue, id: digest.hexadecimal)
        }
        return taken.flatMap { Value(shared: $0) }
    }

    /// Looks at one, which stays.
    ///
    /// Suspends to do so where several servers share them.
    ///
    /// - Returns: what it stands for; `nil` for none and for one that has ended.
    func look(_ text: String, at now: Timestamp) async throws(Problem) -> Value? {
        let digest = SecretDigest(of: text)
        guard let store else {
            let entry = drawn.withLock { $0.entries[digest] }
            guard let entry, entry.expiresAt > now else { return nil }
            return entry.value
        }
        let found = try await attempt { () async throws(StoreError) in
            try await store.lookOnce(kind.rawValue, id: digest.hexadecimal)
        }
        return found.flatMap { Value(shared: $0) }
    }

    private func remember(_ entry: Entry, as digest: SecretDigest, at now: Timestamp) {
        drawn.withLock { drawn in
            forget(in: &drawn, at: now)
            drawn.entries[digest] = entry
            drawn.order.append(digest)
        }
    }

    /// Makes room for one more, and forgets what was taken or has ended on the way.
    ///
    /// Each secret is passed once, so a draw costs as much however many wait.
    private func forget(in drawn: inout Drawn, at now: Timestamp) {
        while drawn.first < drawn.order.count {
            let digest = drawn.order[drawn.first]
            let hasEnded = drawn.entries[digest].map { $0.expiresAt <= now } ?? true
            let isFull = drawn.entries.count >= limit || drawn.waiting >= 2 * limit
            guard hasEnded || isFull else { break }
            drawn.entries[digest] = nil
            drawn.first += 1
        }
        guard drawn.first > limit else { return }
        drawn.order.removeFirst(drawn.first)
        drawn.first = 0
    }
}
