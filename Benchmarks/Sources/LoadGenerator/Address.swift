import Glibc

/// An IPv4 address and a port.
package struct Address: Sendable {
    package let host: String
    package let port: UInt16

    /// Reads `HOST:PORT`.
    ///
    /// - Parameter text: the host in numbers.
    /// - Throws: `LoadError` when it is no such pair.
    package init(_ text: String) throws(LoadError) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]) else {
            throw LoadError("\(text) is no HOST:PORT")
        }
        host = String(parts[0])
        self.port = port
        guard Self.number(host) != nil else { throw LoadError("\(host) is no IPv4 address") }
    }

    /// The form that the kernel takes.
    var socketAddress: sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = Self.number(host) ?? 0
        return address
    }

    private static func number(_ host: String) -> in_addr_t? {
        var address = in_addr()
        guard unsafe inet_pton(AF_INET, host, &address) == 1 else { return nil }
        return address.s_addr
    }
}
