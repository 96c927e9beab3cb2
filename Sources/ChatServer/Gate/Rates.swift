import ChatProtocol

/// How fast members and addresses may go, and how many rooms an address may make.
///
/// Source: docs/API.md, section 1.
struct Rates: Sendable {
    let members: RateLimiter<MemberName>
    let addresses: RateLimiter<String>
    private let rooms: RateLimiter<String>
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
    /// - Parameter isShared: whether they hold over several servers.
    init(_ settings: LiveSettings, isShared: Bool = false) {
        self.settings = settings
        let limits = settings.limits
        members = Self.limiter(limits.memberRate, limits, isShared)
        addresses = Self.limiter(limits.addressRate, limits, isShared)
        rooms = Self.limiter(limits.addressRoomRate, limits, isShared)
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
        rooms.rate = limits.addressRoomRate
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
            + rooms.takeSpent().map { .init(kind: .room, key: $0, count: $1) }
            + signIns.takeSpent().map { .init(kind: .signIn, key: $0, count: $1) }
            + signInNames.takeSpent().map { attempted, count in
                let key = "\(attempted.name) \(attempted.address)"
                return .init(kind: .signInName, key: key, count: count)
            }
    }

    /// Takes over what was taken at another server; does not suspend.
    ///
    /// - Parameter now: a time that never goes back.
    func spend(_ item: SpentNotice.Item, now: Duration) {
        switch item.kind {
        case .member:
            // What is no name was told by no server of this log, here and below.
            guard let name = try? MemberName(item.key) else { return }
            members.spend(item.count, of: name, now: now)
        case .address: addresses.spend(item.count, of: item.key, now: now)
        case .room: rooms.spend(item.count, of: item.key, now: now)
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
        guard verdict.wait > .zero else {
            guard let note = ChargeNote.current else { return }
            let rate = addresses.rate
            return note.note(Charge(kind: .address, remaining: verdict.remaining, rate: rate))
        }
        let limit = settings.limits.addressWritesPerSecond
        throw .rateLimited(
            "an address may write \(limit) times a second",
            limit: limit,
            setting: "address-rate",
            wait: verdict.wait
        )
    }

    /// Charges an address for a room that it makes; this machine itself is not charged.
    ///
    /// - Parameters:
    ///   - address: as ``ClientNetwork`` tells.
    ///   - now: a time that never goes back.
    /// - Throws: `429 rate_limited`.
    func chargeRoom(to address: String, now: Duration) throws(Problem) {
        guard !ClientNetwork.isLocal(key: address) else { return }
        let wait = rooms.take(for: address, now: now).wait
        guard wait > .zero else { return }
        let limit = settings.limits.roomsOfAddress
        throw .rateLimited(
            "an address may make \(limit) rooms a day",
            limit: limit,
            setting: "rooms-per-address",
            wait: wait
        )
    }

    /// What an address has left; nothing is taken.
    ///
    /// - Parameters:
    ///   - address: as ``ClientNetwork`` tells.
    ///   - now: a time that never goes back.
    /// - Returns: `nil` for this machine, which is not charged.
    func left(of address: String, now: Duration) -> Charge? {
        guard !ClientNetwork.isLocal(key: address) else { return nil }
        let remaining = addresses.remaining(of: address, now: now)
        return Charge(kind: .address, remaining: remaining, rate: addresses.rate)
    }

    /// Charges a member for a write.
    ///
    /// - Parameter now: a time that never goes back.
    /// - Throws: `429 rate_limited`.
    @discardableResult
    func charge(_ member: MemberName, now: Duration) throws(Problem) -> Charge {
        let verdict = members.take(for: member, now: now)
        guard verdict.wait > .zero else {
            let charge = Charge(kind: .member, remaining: verdict.remaining, rate: members.rate)
            ChargeNote.current?.note(charge)
            return charge
        }
        let limit = settings.limits.messagesPerSecond
        throw .rateLimited(
            "a member may post \(limit) messages a second",
            limit: limit,
            setting: "rate-limit",
            wait: verdict.wait
        )
    }

    /// Charges an address and a name for a sign-in, whether the password is right or not.
    ///
    /// - Parameters:
    ///   - address: as ``ClientNetwork`` tells.
    ///   - now: a time that never goes back.
    /// - Throws: `429 rate_limited`.
    func signIn(from address: String, as name: MemberName, now: Duration) throws(Problem) {
        let isLocal = ClientNetwork.isLocal(key: address)
        let byAddress = isLocal ? nil : signIns.take(for: address, now: now)
        let byName = signInNames.take(for: Attempted(name: name, address: address), now: now)
        let wait = max(byAddress?.wait ?? .zero, byName.wait)
        guard wait > .zero else {
            let remaining = min(byAddress?.remaining ?? byName.remaining, byName.remaining)
            let charge = Charge(kind: .signIn, remaining: remaining, rate: signInNames.rate)
            ChargeNote.current?.note(charge)
            return
        }
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

    fileprivate var addressRoomRate: Rate {
        Rate(perSecond: Double(roomsOfAddress) / 86_400, burst: roomsOfAddress)
    }

    fileprivate var signInRate: Rate {
        Rate(perSecond: Double(signInsPerMinute) / 60, burst: signInsPerMinute)
    }
}
