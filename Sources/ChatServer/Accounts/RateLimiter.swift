import ChatProtocol
import Synchronization

/// How fast each of many may go: a bucket of tokens each, refilled at a steady rate.
///
/// Remembers a bounded number of them, in two halves: when the newer one is full, the older is
/// forgotten as a whole. No one who comes pays for a look at all of them.
final class RateLimiter<Key: Hashable & Sendable>: Sendable {
    /// What a bucket said.
    struct Verdict: Hashable, Sendable {
        /// Zero if it may go, else how long to wait.
        var wait: Duration
        /// How many more may go at once.
        var remaining: Int
    }

    /// Tokens a second, and at once.
    let perSecond: Double
    let burst: Int
    private let isShared: Bool
    private let buckets = Mutex(Buckets())
    private let half: Int
    /// What other servers have to be told; `nil` where there are none.
    private let spent: Mutex<SpentTokens<Key>?>

    /// Makes a limiter.
    ///
    /// - Parameters:
    ///   - perSecond: for long; 0 lets all pass.
    ///   - burst: at once, 1 or more.
    ///   - limit: how many are remembered at the most; half of them are in any case.
    ///   - isShared: whether other servers are told what is taken.
    init(perSecond: Double, burst: Int, limit: Int, isShared: Bool = false) {
        spent = Mutex(isShared ? SpentTokens(limit: limit) : nil)
        self.isShared = isShared
        self.perSecond = perSecond
        self.burst = max(1, burst)
        half = max(1, limit / 2)
    }

    /// Takes a token.
    ///
    /// - Parameters:
    ///   - key: whose.
    ///   - now: a time that never goes back.
    /// - Returns: whether it may go; no token is taken if not.
    func take(for key: Key, now: Duration) -> Verdict {
        guard perSecond > 0 else { return Verdict(wait: .zero, remaining: burst) }
        let verdict = takeHere(key, now)
        if isShared, verdict.wait == .zero { spent.withLock { $0?.note(key) } }
        return verdict
    }

    /// Takes over what was taken at another server.
    ///
    /// - Parameters:
    ///   - count: tokens, of which a burst counts at the most.
    ///   - key: whose.
    ///   - now: a time that never goes back.
    func spend(_ count: Int, of key: Key, now: Duration) {
        guard perSecond > 0 else { return }
        buckets.withLock { buckets in
            var bucket = buckets.take(key) ?? Bucket(tokens: Double(burst), at: now)
            bucket.refill(to: now, perSecond: perSecond, burst: burst)
            let least = -Double(burst)
            bucket.tokens = max(least, bucket.tokens - Double(min(max(count, 0), burst)))
            buckets.put(bucket, for: key, half: half)
        }
    }

    /// Takes what the other servers have to be told.
    ///
    /// - Returns: tokens of each key.
    func takeSpent() -> [Key: Int] { spent.withLock { $0?.take() ?? [:] } }

    private func takeHere(_ key: Key, _ now: Duration) -> Verdict {
        buckets.withLock { buckets in
            var bucket = buckets.take(key) ?? Bucket(tokens: Double(burst), at: now)
            bucket.refill(to: now, perSecond: perSecond, burst: burst)
            defer { buckets.put(bucket, for: key, half: half) }
            guard bucket.tokens >= 1 else {
                return Verdict(wait: .seconds((1 - bucket.tokens) / perSecond), remaining: 0)
            }
            bucket.tokens -= 1
            return Verdict(wait: .zero, remaining: Int(bucket.tokens))
        }
    }

    /// The buckets of those who came lately, and of those who came before them.
    private struct Buckets {
        private var newer: [Key: Bucket] = [:]
        private var older: [Key: Bucket] = [:]

        /// Finds a bucket, which is to be put back.
        mutating func take(_ key: Key) -> Bucket? {
            newer[key] ?? older.removeValue(forKey: key)
        }

        mutating func put(_ bucket: Bucket, for key: Key, half: Int) {
            if newer.count >= half, newer[key] == nil {
                swap(&newer, &older)
                newer.removeAll(keepingCapacity: true)
            }
            newer[key] = bucket
        }
    }

    private struct Bucket {
        var tokens: Double
        var at: Duration

        mutating func refill(to now: Duration, perSecond: Double, burst: Int) {
            let seconds = (now - at) / .seconds(1)
            tokens = min(Double(burst), tokens + seconds * perSecond)
            at = now
        }
    }
}
