/// How many connections are open, at all places of a server together, and how many of each address.
///
/// Confined to the event loop that accepts.
final class AcceptCounts {
    /// All of them.
    private(set) var all = 0
    private var byNetwork: [[UInt8]: Int] = [:]
    /// The most there may be for now: fewer than the settings say while the system has no more.
    private(set) var bound = Int.max
    private var exhaustions = 0
    private var listeners: [ObjectIdentifier: () -> Void] = [:]

    /// How many of one address are open, of IPv6 of one network of 64 bits.
    ///
    /// - Returns: 0 or more.
    func count(of peer: IPAddress) -> Int { byNetwork[peer.network, default: 0] }

    /// Counts a connection.
    ///
    /// - Parameter peer: its client's address; `nil` for one that has none.
    func add(_ peer: IPAddress?) {
        all += 1
        if let peer { byNetwork[peer.network, default: 0] += 1 }
    }

    /// Counts a connection no more, and tells those who wait for room.
    func remove(_ peer: IPAddress?) {
        all -= 1
        if let network = peer?.network, let known = byNetwork[network] {
            byNetwork[network] = known > 1 ? known - 1 : nil
        }
        for listener in listeners.values { listener() }
    }

    // MARK: - Exhaustion

    /// Lets there be a quarter fewer connections than there are, since the system has nothing more
    /// to give: whatever else takes descriptors needs some too.
    ///
    /// - Returns: the number of this exhaustion, for ``recover(from:)``.
    func exhaust() -> Int {
        bound = max(1, min(bound, all) - max(1, min(bound, all) / 4))
        exhaustions += 1
        return exhaustions
    }

    /// Lets there be as many as before, if nothing was exhausted again since.
    func recover(from exhaustion: Int) {
        guard exhaustion == exhaustions else { return }
        bound = .max
        for listener in listeners.values { listener() }
    }

    /// Tells somebody of each connection that ends.
    func hear(_ id: ObjectIdentifier, _ body: @escaping () -> Void) { listeners[id] = body }

    /// Tells somebody no more.
    func forget(_ id: ObjectIdentifier) { listeners[id] = nil }
}

@available(*, unavailable)
extension AcceptCounts: Sendable {}
