import ChatStore

/// A stream's identity among those of all servers that write the log.
struct StreamID: Hashable, Sendable {
    /// Bits of a server's number, above those of what it counts: together no client takes more.
    private static let nodeBits = 21
    private static let countBits = 32

    let number: Int

    /// Takes a number.
    ///
    /// - Parameter number: of a stream that may be open anywhere.
    init(number: Int) {
        self.number = number
    }

    /// Makes one for a stream that a server opens.
    ///
    /// - Parameters:
    ///   - count: streams that it has opened, this one too.
    ///   - node: the server; one that writes its log alone calls its streams 1, 2, 3 …
    init(_ count: Int, at node: NodeNumber) {
        let own = count & ((1 << Self.countBits) - 1)
        number = node == .alone ? count : Self.part(of: node) << Self.countBits | own
    }

    /// Whether a server may have opened it.
    ///
    /// - Returns: false for a stream that it cannot have.
    func isFrom(_ node: NodeNumber) -> Bool {
        number >> Self.countBits == Self.part(of: node)
    }

    /// Servers whose numbers have the same part are two million starts apart.
    private static func part(of node: NodeNumber) -> Int {
        Int(truncatingIfNeeded: node.rawValue) & ((1 << nodeBits) - 1)
    }
}
