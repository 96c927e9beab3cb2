import ContentHash
import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Who uploads, as far as the connection tells: an address, or the network of one.
enum UploadAddress {
    /// What uploads of one client have in common.
    ///
    /// - Parameter address: of a connection.
    /// - Returns: the address of IPv4, the first 64 bits of one of IPv6, which one customer has;
    ///   empty for others, which are local.
    static func key(of address: SocketAddress?) -> String {
        guard let text = address?.ipAddress else { return "" }
        var bytes = [UInt8](repeating: 0, count: 16)
        // The call writes the sixteen bytes of an address of IPv6, or none.
        guard unsafe inet_pton(AF_INET6, text, &bytes) == 1 else { return text }
        return bytes.prefix(8).hexadecimal
    }
}
