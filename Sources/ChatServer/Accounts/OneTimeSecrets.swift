import ChatProtocol
import ChatStore
import Credentials
import Synchronization

/// Secrets that are good once and for a minute, each with what it stands for: tickets for streams,
/// challenges for keys.
///
/// Where the server writes its log alone they are in memory, end with the process, and are bounded:
/// where there are too many, the oldest is forgotten. Where several servers do, a secret is good at
/// each of them, and kept beside the log.
final class OneTimeSecrets<Value: SharedSecretValue>: Sendable {
    private struct Entry {
        let value: Value
        let expiresAt: Timestamp
    }

    private let entries = Mutex<[SecretDigest: Entry]>([:])
    private let kind: SecretKind
    private let lifetime: Int64
    private let limit: Int
    private let store: ChatStore?

    /// Makes an empty set.
    ///
    /// - Parameters:
    ///   - kind: what they are called.
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
    /// - Parameters:
    ///   - value: what it stands for.
    ///   - now: the time.
    /// - Returns: the secret, and when it ends.
    /// - Throws: the store's problem.
    func draw(
        for value: Value,
        at now: Timestamp
    ) async throws(Problem) -> (secret: Secret, expiresAt: Timestamp) {
        let secret = Secret(kind)
        let end = Timestamp(milliseconds: now.milliseconds + lifetime)
        if let store {
            try await attempt { () async throws(StoreError) in
                try await store.keepOnce(
                    kind.rawValue,
                    id: secret.digest.hexadecimal,
                    value: value.shared,
                    for: lifetime
                )
            }
        } else {
            remember(Entry(value: value, expiresAt: end), as: secret.digest, at: now)
        }
        return (secret, end)
    }

    /// Takes one, which is then gone.
    ///
    /// Suspends to do so where several servers share them.
    ///
    /// - Parameters:
    ///   - text: from anyone.
    ///   - now: the time.
    /// - Returns: what it stands for; `nil` for none and for one that has ended.
    /// - Throws: the store's problem.
    func take(_ text: String, at now: Timestamp) async throws(Problem) -> Value? {
        let digest = SecretDigest(of: text)
        guard let store else {
            let entry = entries.withLock { $0.removeValue(forKey: digest) }
            guard let entry, entry.expiresAt > now else { return nil }
            return entry.value
        }
        let taken = try await attempt { () async throws(StoreError) in
            try await store.takeOnce(kind.rawValue, id: digest.hexadecimal)
        }
        return taken.flatMap { Value(shared: $0) }
    }

    private func remember(_ entry: Entry, as digest: SecretDigest, at now: Timestamp) {
        entries.withLock { entries in
            if entries.count >= limit { forget(in: &entries, at: now) }
            entries[digest] = entry
        }
    }

    private func forget(in entries: inout [SecretDigest: Entry], at now: Timestamp) {
        entries = entries.filter { $0.value.expiresAt > now }
        guard entries.count >= limit,
            let oldest = entries.min(by: { $0.value.expiresAt < $1.value.expiresAt })
        else { return }
        entries[oldest.key] = nil
    }
}
