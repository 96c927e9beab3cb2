import ContentHash
import NIOCore
import StreamingHTTP

/// Who asks, as far as the connection tells: an address, or the network of one.
enum ClientNetwork {
    /// What the connections of one client have in common.
    ///
    /// - Returns: digits of the address of IPv4, also where it is written as one of IPv6, or of the
    ///   first 64 bits of one of IPv6, which one customer has; empty for others, which are local.
    static func key(of address: SocketAddress?) -> String {
        key(of: address.flatMap { IPAddress($0) })
    }

    /// The same, of an address that is known already.
    ///
    /// - Parameter address: of a client; `nil` for a local one.
    static func key(of address: IPAddress?) -> String {
        address?.network.hexadecimal ?? ""
    }

    /// What the clients have in common of whom a proxy does not tell where they are.
    ///
    /// - Parameter key: of the last address that is known on the way to them.
    /// - Returns: as above; of a proxy on this machine another key than this machine's own, which
    ///   has no bounds.
    static func key(behind key: String) -> String {
        isLocal(key: key) ? "unknown-" + key : key
    }

    /// Whether a client is on this machine.
    ///
    /// - Returns: true for loopback addresses and Unix sockets.
    static func isLocal(key: String) -> Bool {
        key.isEmpty || key.hasPrefix("7f") && key.utf8.count == 8
            || key == "00000000000000000000000000000001"
    }
}
