import ChatProtocol
import Synchronization

/// How fast each of many may go: a bucket of tokens each, refilled at a steady rate.
///
/// Remembers a bounded number of them.
final class RateLimiter<Key: Hashable & Sendable>: Sendable {
    /// What a bucket said.
    struct Verdict: Hashable, Sendable {
        /// Zero if it may go, else how long to wait.
        var wait: Duration
        /// How many more may go at once.
        var remaining: Int
    }

    private struct State {
        var rate: Rate
        var buckets: RecentValues<Key, Bucket>
    }

    private let isShared: Bool
    private let state: Mutex<State>
    /// What other servers have to be told; `nil` where there are none.
    private let spent: Mutex<SpentTokens<Key>?>

    /// Makes a limiter.
    ///
    /// - Parameters:
    ///   - rate: how fast each may go.
    ///   - limit: how many are remembered at the most; half of them are in any case.
    ///   - isShared: whether other servers are told what is taken.
    init(_ rate: Rate, limit: Int, isShared: Bool = false) {
        spent = Mutex(isShared ? SpentTokens(limit: limit) : nil)
        self.isShared = isShared
        state = Mutex(State(rate: rate, buckets: RecentValues(half: limit / 2)))
    }

    /// How fast each may go now; what each has left stays when it changes, within the new burst.
    var rate: Rate {
        get { state.withLock { $0.rate } }
        set { state.withLock { $0.rate = newValue } }
    }

    /// Takes a token.
    ///
    /// - Parameter now: a time that never goes back.
    /// - Returns: whether it may go; no token is taken if not.
    func take(for key: Key, now: Duration) -> Verdict {
        let (verdict, isCounted) = takeHere(key, now)
        if isShared, isCounted { spent.withLock { $0?.note(key) } }
        return verdict
    }

    /// How many more may go at once; no token is taken, and nothing is remembered.
    ///
    /// - Parameter now: a time that never goes back.
    /// - Returns: whole tokens, 0 or more.
    func remaining(of key: Key, now: Duration) -> Int {
        state.withLock { state in
            let rate = state.rate
            guard rate.perSecond > 0, var bucket = state.buckets[key] else { return rate.burst }
            bucket.refill(to: now, rate)
            return Int(max(0, bucket.tokens))
        }
    }

    /// Takes over what was taken at another server.
    ///
    /// - Parameters:
    ///   - count: tokens, of which a burst counts at the most.
    ///   - now: a time that never goes back.
    func spend(_ count: Int, of key: Key, now: Duration) {
        state.withLock { state in
            let rate = state.rate
            guard rate.perSecond > 0 else { return }
            var bucket = state.buckets[key] ?? Bucket(tokens: Double(rate.burst), at: now)
            bucket.refill(to: now, rate)
            let least = -Double(rate.burst)
            bucket.tokens = max(least, bucket.tokens - Double(min(max(count, 0), rate.burst)))
            state.buckets.put(bucket, for: key)
        }
    }

    /// Takes what the other servers have to be told.
    func takeSpent() -> [Key: Int] { spent.withLock { $0?.take() ?? [:] } }

    /// Whether it may go, and whether that took a token.
    private func takeHere(_ key: Key, _ now: Duration) -> (verdict: Verdict, isCounted: Bool) {
        state.withLock { state in
            let rate = state.rate
            guard rate.perSecond > 0 else {
                return (Verdict(wait: .zero, remaining: rate.burst), false)
            }
            var bucket = state.buckets[key] ?? Bucket(tokens: Double(rate.burst), at: now)
            bucket.refill(to: now, rate)
            defer { state.buckets.put(bucket, for: key) }
            guard bucket.tokens >= 1 else {
                let wait = Duration.seconds((1 - bucket.tokens) / rate.perSecond)
                return (Verdict(wait: wait, remaining: 0), false)
            }
            bucket.tokens -= 1
            return (Verdict(wait: .zero, remaining: Int(bucket.tokens)), true)
        }
    }

    private struct Bucket {
        var tokens: Double
        var at: Duration

        mutating func refill(to now: Duration, _ rate: Rate) {
            let seconds = (now - at) / .seconds(1)
            tokens = min(Double(rate.burst), tokens + seconds * rate.perSecond)
            at = now
        }
    }
}
