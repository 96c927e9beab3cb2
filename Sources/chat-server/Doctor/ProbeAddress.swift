import Foundation
import NIOCore

/// The address that is examined.
struct ProbeAddress: Sendable {
    let isSecure: Bool
    let host: String
    let port: Int
    /// The path before the server's own, without a slash at its end.
    let base: String

    /// Reads `http://HOST:PORT` or `https://HOST`, either with a base path.
    ///
    /// - Parameter text: as it stands on the command line.
    /// - Throws: ``CommandFailure`` when it is none.
    init(_ text: String) throws(CommandFailure) {
        let full = text.contains("://") ? text : "http://" + text
        guard !text.hasPrefix("unix:"), let parts = URLComponents(string: full),
            let host = parts.host, !host.isEmpty,
            parts.scheme == "http" || parts.scheme == "https", parts.query == nil,
            parts.port.map({ (1...Int(UInt16.max)).contains($0) }) ?? true
        else { throw CommandFailure(.usage, "URL is http://HOST:PORT or https://HOST") }
        isSecure = parts.scheme == "https"
        // An address of IPv6 stands in brackets.
        self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        port = parts.port ?? (isSecure ? 443 : 80)
        base = parts.path.hasSuffix("/") ? String(parts.path.dropLast()) : parts.path
    }

    /// As the request's `Host` has it.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The addresses of the name, in the order in which the system gives them.
    ///
    /// Blocks for as long as the resolver takes.
    ///
    /// - Returns: maybe none.
    func addresses() -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        // The call makes the list, which is freed below.
        guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0 else { return [] }
        defer { unsafe freeaddrinfo(found) }
        var addresses: [SocketAddress] = []
        var next = unsafe found
        while let entry = unsafe next {
            if let address = unsafe Self.address(entry.pointee) { addresses.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return addresses
    }

    private static func address(_ entry: addrinfo) -> SocketAddress? {
        // The list has the address, and is freed when all are read.
        guard let pointer = unsafe entry.ai_addr else { return nil }
        // The family tells which of the two the address is.
        switch unsafe entry.ai_family {
        case AF_INET:
            return unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe SocketAddress($0.pointee)
            }
        case AF_INET6:
            return unsafe pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                unsafe SocketAddress($0.pointee)
            }
        default: return nil
        }
    }
}
