/// How many connections are open, at all places of a server together, and how many of each address.
///
/// Confined to the event loop that accepts.
final class AcceptCounts {
    /// All of them.
    private(set) var all = 0
    private var byNetwork: [[UInt8]: Int] = [:]
    private var listeners: [ObjectIdentifier: () -> Void] = [:]

    /// How many of one address are open, of IPv6 of one network of 64 bits.
    ///
    /// - Parameter peer: a client's address.
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
    ///
    /// - Parameter peer: as it was added.
    func remove(_ peer: IPAddress?) {
        all -= 1
        if let network = peer?.network, let known = byNetwork[network] {
            byNetwork[network] = known > 1 ? known - 1 : nil
        }
        for listener in listeners.values { listener() }
    }

    /// Tells somebody of each connection that ends.
    ///
    /// - Parameters:
    ///   - id: of who is told.
    ///   - body: must be short.
    func hear(_ id: ObjectIdentifier, _ body: @escaping () -> Void) { listeners[id] = body }

    /// Tells somebody no more.
    ///
    /// - Parameter id: of who was told.
    func forget(_ id: ObjectIdentifier) { listeners[id] = nil }
}

@available(*, unavailable)
extension AcceptCounts: Sendable {}
