import ChatProtocol
import Credentials
import Synchronization

/// Secrets that are good once and for a minute, each with what it stands for: tickets for streams,
/// challenges for keys.
///
/// Bounded; where there are too many, the oldest is forgotten. They end with the process.
final class OneTimeSecrets<Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let expiresAt: Timestamp
    }

    private let entries = Mutex<[SecretDigest: Entry]>([:])
    private let kind: SecretKind
    private let lifetime: Int64
    private let limit: Int

    /// Makes an empty set.
    ///
    /// - Parameters:
    ///   - kind: what they are called.
    ///   - seconds: for which one is good.
    ///   - limit: how many there may be.
    init(_ kind: SecretKind, seconds: Int64 = 60, limit: Int = 10_000) {
        self.kind = kind
        lifetime = seconds * 1000
        self.limit = limit
    }

    /// Draws one.
    ///
    /// - Parameters:
    ///   - value: what it stands for.
    ///   - now: the time.
    /// - Returns: the secret, and when it ends.
    func draw(for value: Value, at now: Timestamp) -> (secret: Secret, expiresAt: Timestamp) {
        let secret = Secret(kind)
        let end = Timestamp(milliseconds: now.milliseconds + lifetime)
        entries.withLock { entries in
            if entries.count >= limit { forget(in: &entries, at: now) }
            entries[secret.digest] = Entry(value: value, expiresAt: end)
        }
        return (secret, end)
    }

    /// Takes one, which is then gone.
    ///
    /// - Parameters:
    ///   - text: from anyone.
    ///   - now: the time.
    /// - Returns: what it stands for; `nil` for none and for one that has ended.
    func take(_ text: String, at now: Timestamp) -> Value? {
        let digest = SecretDigest(of: text)
        let entry = entries.withLock { $0.removeValue(forKey: digest) }
        guard let entry, entry.expiresAt > now else { return nil }
        return entry.value
    }

    private func forget(in entries: inout [SecretDigest: Entry], at now: Timestamp) {
        entries = entries.filter { $0.value.expiresAt > now }
        guard entries.count >= limit,
            let oldest = entries.min(by: { $0.value.expiresAt < $1.value.expiresAt })
        else { return }
        entries[oldest.key] = nil
    }
}
