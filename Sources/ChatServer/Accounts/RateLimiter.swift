import ChatProtocol
import Synchronization

/// How fast each member may post: a bucket of tokens a member, refilled at a steady rate.
///
/// Remembers a bounded number of members; who has a full bucket, or posted longest ago, is
/// forgotten first.
final class RateLimiter: Sendable {
    private let buckets = Mutex<[MemberName: Bucket]>([:])
    private let perSecond: Int
    private let burst: Int
    private let memberLimit: Int

    /// Makes a limiter.
    ///
    /// - Parameter limits: the rate, the burst and the members to remember; a rate of 0 lets all
    ///   pass.
    init(_ limits: ServerLimits) {
        perSecond = limits.messagesPerSecond
        burst = max(1, limits.messageBurst)
        memberLimit = limits.ratedMembers
    }

    /// Takes a member's token for one post.
    ///
    /// - Parameters:
    ///   - member: who posts.
    ///   - now: a time that never goes back.
    /// - Returns: zero if the post may go, else how long to wait; no token is then taken.
    func take(for member: MemberName, now: Duration) -> Duration {
        guard perSecond > 0 else { return .zero }
        return buckets.withLock { buckets in
            if buckets[member] == nil, buckets.count >= memberLimit { forget(in: &buckets, now) }
            var bucket = buckets[member] ?? Bucket(tokens: Double(burst), at: now)
            bucket.refill(to: now, perSecond: perSecond, burst: burst)
            defer { buckets[member] = bucket }
            guard bucket.tokens < 1 else {
                bucket.tokens -= 1
                return .zero
            }
            return .seconds((1 - bucket.tokens) / Double(perSecond))
        }
    }

    private func forget(in buckets: inout [MemberName: Bucket], _ now: Duration) {
        let full = Duration.seconds(Double(burst) / Double(perSecond))
        buckets = buckets.filter { now - $0.value.at < full }
        guard buckets.count >= memberLimit,
            let oldest = buckets.min(by: { $0.value.at < $1.value.at })
        else { return }
        buckets[oldest.key] = nil
    }

    private struct Bucket {
        var tokens: Double
        var at: Duration

        mutating func refill(to now: Duration, perSecond: Int, burst: Int) {
            let seconds = (now - at) / .seconds(1)
            tokens = min(Double(burst), tokens + seconds * Double(perSecond))
            at = now
        }
    }
}
