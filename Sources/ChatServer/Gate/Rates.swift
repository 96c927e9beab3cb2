import ChatProtocol
import HTTPTypes

/// How fast members and addresses may go.
///
/// Source: docs/API.md, section 1.
struct Rates: Sendable {
    /// What a member and an address have left.
    typealias Verdict = RateLimiter<MemberName>.Verdict

    let members: RateLimiter<MemberName>
    let addresses: RateLimiter<String>
    private let signIns: RateLimiter<String>
    private let signInNames: RateLimiter<Attempted>
    private let settings: LiveSettings

    /// A name that somebody tries from somewhere: who tries it elsewhere keeps nobody out here.
    private struct Attempted: Hashable {
        let name: MemberName
        let address: String
    }

    /// Makes full buckets.
    ///
    /// - Parameters:
    ///   - settings: the rates.
    ///   - isShared: whether they hold over several servers.
    init(_ settings: LiveSettings, isShared: Bool = false) {
        self.settings = settings
        let limits = settings.limits
        members = Self.limiter(limits.memberRate, limits, isShared)
        addresses = Self.limiter(limits.addressRate, limits, isShared)
        signIns = Self.limiter(limits.signInRate, limits, isShared)
        signInNames = Self.limiter(limits.signInRate, limits, isShared)
    }

    private static func limiter<Key>(
        _ rate: Rate,
        _ limits: ServerLimits,
        _ isShared: Bool
    ) -> RateLimiter<Key> {
        RateLimiter(rate, limit: limits.ratedMembers, isShared: isShared)
    }

    /// Takes over the rates of the settings, which have changed; does not suspend.
    func change() {
        let limits = settings.limits
        members.rate = limits.memberRate
        addresses.rate = limits.addressRate
        signIns.rate = limits.signInRate
        signInNames.rate = limits.signInRate
    }

    // MARK: - Other servers

    /// Takes what the other servers have to be told; does not suspend.
    ///
    /// - Returns: in no order.
    func takeSpent() -> [SpentNotice.Item] {
        members.takeSpent().map { .init(kind: .member, key: $0.description, count: $1) }
            + addresses.takeSpent().map { .init(kind: .address, key: $0, count: $1) }
            + signIns.takeSpent().map { .init(kind: .signIn, key: $0, count: $1) }
            + signInNames.takeSpent().map { attempted, count in
                let key = "\(attempted.name) \(attempted.address)"
                return .init(kind: .signInName, key: key, count: count)
            }
    }

    /// Takes over what was taken at another server; does not suspend.
    ///
    /// - Parameters:
    ///   - item: what it told.
    ///   - now: a time that never goes back.
    func spend(_ item: SpentNotice.Item, now: Duration) {
        switch item.kind {
        case .member:
            guard let name = try? MemberName(item.key) else { return }
            members.spend(item.count, of: name, now: now)
        case .address: addresses.spend(item.count, of: item.key, now: now)
        case .signIn: signIns.spend(item.count, of: item.key, now: now)
        case .signInName:
            let words = item.key.split(
                separator: " ",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard words.count == 2, let name = try? MemberName(words[0]) else { return }
            let attempted = Attempted(name: name, address: String(words[1]))
            signInNames.spend(item.count, of: attempted, now: now)
        }
    }

    /// Charges an address for a write, before its form is looked at.
    ///
    /// This machine itself is not charged: all that a proxy passes on comes from there, unless it
    /// is trusted to tell from where.
    ///
    /// - Parameters:
    ///   - address: as ``ClientNetwork`` tells.
    ///   - now: a time that never goes back.
    /// - Throws: `429 rate_limited`.
    func charge(_ address: String, now: Duration) throws(Problem) {
        guard !ClientNetwork.isLocal(key: address) else { return }
        let verdict = addresses.take(for: address, now: now)
        guard verdict.wait > .zero else { return }
        let limit = settings.limits.addressWritesPerSecond
        throw .rateLimited(
            "an address may write \(limit) times a second",
            limit: limit,
            setting: "address-rate",
            wait: verdict.wait
        )
    }

    /// Charges a member for a write.
    ///
    /// - Parameters:
    ///   - member: whose write it is.
    ///   - now: a time that never goes back.
    /// - Returns: what is left.
    /// - Throws: `429 rate_limited`.
    @discardableResult
    func charge(_ member: MemberName, now: Duration) throws(Problem) -> Verdict {
        let verdict = members.take(for: member, now: now)
        guard verdict.wait > .zero else { return verdict }
        let limit = settings.limits.messagesPerSecond
        throw .rateLimited(
            "a member may post \(limit) messages a second",
            limit: limit,
            setting: "rate-limit",
            wait: verdict.wait
        )
    }

    /// What a writer is told of its limit.
    ///
    /// Source: draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4.
    ///
    /// - Parameter verdict: of the last charge.
    /// - Returns: the fields' names and values; none where there is no limit.
    func fields(_ verdict: Verdict) -> [(name: HTTPField.Name, value: String)] {
        let rate = members.rate
        guard rate.perSecond > 0 else { return [] }
        let missing = Double(max(0, rate.burst - verdict.remaining))
        let seconds = Int((missing / rate.perSecond).rounded(.up))
        return [
            (.rateLimit, "\"member\";r=\(verdict.remaining);t=\(seconds)"),
            (.rateLimitPolicy, Self.policy(rate)),
        ]
    }

    /// What whoever went too fast is told of the limit, by the name of its setting.
    ///
    /// - Parameter problem: any.
    /// - Returns: the fields; none for a problem that is no such limit.
    static func fields(of problem: Problem) -> HTTPFields {
        guard problem.code == ProblemCode.rateLimited.rawValue, let limit = problem.limit,
            let setting = problem.configKey, let wait = problem.retryAfter
        else { return [:] }
        let window = setting == "sign-in-rate" ? 60 : 1
        return [
            .rateLimit: "\"\(setting)\";r=0;t=\(wait)",
            .rateLimitPolicy: "\"\(setting)\";q=\(limit);w=\(window)",
        ]
    }

    private static func policy(_ rate: Rate) -> String {
        let window = Int((Double(rate.burst) / rate.perSecond).rounded(.up))
        return "\"member\";q=\(rate.burst);w=\(max(1, window))"
    }

    /// Charges an address and a name for a sign-in, whether the password is right or not.
    ///
    /// - Parameters:
    ///   - address: as ``ClientNetwork`` tells.
    ///   - name: that is tried.
    ///   - now: a time that never goes back.
    /// - Throws: `429 rate_limited`.
    func signIn(from address: String, as name: MemberName, now: Duration) throws(Problem) {
        let isLocal = ClientNetwork.isLocal(key: address)
        let byAddress = isLocal ? .zero : signIns.take(for: address, now: now).wait
        let attempted = Attempted(name: name, address: address)
        let wait = max(byAddress, signInNames.take(for: attempted, now: now).wait)
        guard wait > .zero else { return }
        let limit = settings.limits.signInsPerMinute
        throw .rateLimited(
            "\(limit) sign-ins a minute are enough",
            limit: limit,
            setting: "sign-in-rate",
            wait: wait
        )
    }
}

extension ServerLimits {
    fileprivate var memberRate: Rate {
        Rate(perSecond: Double(messagesPerSecond), burst: messageBurst)
    }

    fileprivate var addressRate: Rate {
        Rate(perSecond: Double(addressWritesPerSecond), burst: addressWriteBurst)
    }

    fileprivate var signInRate: Rate {
        Rate(perSecond: Double(signInsPerMinute) / 60, burst: signInsPerMinute)
    }
}

extension HTTPField.Name {
    fileprivate static let rateLimit = known("RateLimit")
    fileprivate static let rateLimitPolicy = known("RateLimit-Policy")
}
