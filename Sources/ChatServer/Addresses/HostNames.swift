import StreamingHTTP

/// The names under which a server may be called at one of its addresses.
///
/// A web page whose own name is made to lead to this server (DNS rebinding) calls it by that name,
/// and so is told from the server's own pages.
package struct HostNames: Hashable, Sendable {
    private var hosts: Set<Authority.Host> = []
    private var takesLoopback = false
    private var takesAddresses = false
    private var takesAll = false

    /// Makes the names of a server.
    ///
    /// - Parameter further: names that the operator gave.
    init(listen: ListenAddress, further: Set<Authority.Host>) {
        hosts = further
        takesLoopback = listen.isLoopback
        guard case .tcp(let host, _) = listen else {
            // No web page reaches a Unix socket, and programs call it what they like.
            takesAll = true
            return
        }
        if listen.isEveryAddress {
            // An address cannot be made to lead elsewhere, as a name can.
            takesLoopback = true
            takesAddresses = true
        } else if let address = IPAddress(host) {
            hosts.insert(.address(address))
        } else if let name = Authority(host) {
            hosts.insert(name.host)
        }
    }

    /// Tells whether a host is this server.
    ///
    /// - Parameter host: as a request says it.
    /// - Returns: true for one of its names.
    func contains(_ host: Authority.Host) -> Bool {
        if takesAll { return true }
        return switch host {
        case .address(let address) where takesAddresses || takesLoopback && address.isLoopback: true
        case .name("localhost") where takesLoopback: true
        default: hosts.contains(host)
        }
    }

    /// Reads names that an operator gave.
    ///
    /// - Parameter text: names or addresses without ports, with commas between.
    /// - Returns: `nil` if one of them is none.
    static func parse(_ text: String) -> Set<Authority.Host>? {
        var hosts: Set<Authority.Host> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = part.trimmed
            // An address of IPv6 has brackets in a request, and need not have them here.
            if let address = IPAddress(word) {
                hosts.insert(.address(address))
            } else if let authority = Authority(word), authority.host.isOfSettings,
                authority.port == nil, !word.hasSuffix(":")
            {
                hosts.insert(authority.host)
            } else {
                return nil
            }
        }
        return hosts
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The text without the blanks around it.
    var trimmed: Substring {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
