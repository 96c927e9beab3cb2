import ChatProtocol
import Synchronization

/// How fast each of many may go: a bucket of tokens each, refilled at a steady rate.
///
/// Remembers a bounded number of them; who has a full bucket, or came longest ago, is forgotten
/// first.
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
    private let buckets = Mutex<[Key: Bucket]>([:])
    private let limit: Int

    /// Makes a limiter.
    ///
    /// - Parameters:
    ///   - perSecond: for long; 0 lets all pass.
    ///   - burst: at once, 1 or more.
    ///   - limit: how many are remembered.
    init(perSecond: Double, burst: Int, limit: Int) {
        self.perSecond = perSecond
        self.burst = max(1, burst)
        self.limit = limit
    }

    /// Takes a token.
    ///
    /// - Parameters:
    ///   - key: whose.
    ///   - now: a time that never goes back.
    /// - Returns: whether it may go; no token is taken if not.
    func take(for key: Key, now: Duration) -> Verdict {
        guard perSecond > 0 else { return Verdict(wait: .zero, remaining: burst) }
        return buckets.withLock { buckets in
            if buckets[key] == nil, buckets.count >= limit { forget(in: &buckets, now) }
            var bucket = buckets[key] ?? Bucket(tokens: Double(burst), at: now)
            bucket.refill(to: now, perSecond: perSecond, burst: burst)
            defer { buckets[key] = bucket }
            guard bucket.tokens >= 1 else {
                return Verdict(wait: .seconds((1 - bucket.tokens) / perSecond), remaining: 0)
            }
            bucket.tokens -= 1
            return Verdict(wait: .zero, remaining: Int(bucket.tokens))
        }
    }

    private func forget(in buckets: inout [Key: Bucket], _ now: Duration) {
        let full = Duration.seconds(Double(burst) / perSecond)
        buckets = buckets.filter { now - $0.value.at < full }
        guard buckets.count >= limit,
            let oldest = buckets.min(by: { $0.value.at < $1.value.at })
        else { return }
        buckets[oldest.key] = nil
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
