import ContentHash
import NIOCore
import StreamingHTTP

/// Who asks, as far as the connection tells: an address, or the network of one.
enum ClientNetwork {
    /// What the connections of one client have in common.
    ///
    /// - Parameter address: of a connection.
    /// - Returns: digits of the address of IPv4, also where it is written as one of IPv6, or of the
    ///   first 64 bits of one of IPv6, which one customer has; empty for others, which are local.
    static func key(of address: SocketAddress?) -> String {
        address?.ipAddress.flatMap { IPAddress($0) }?.network.hexadecimal ?? ""
    }
}
