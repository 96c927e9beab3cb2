import ChatProtocol
import Glibc
import NIOCore
import NIOPosix
import SmallFiles
import StreamingHTTP

/// Where the server listens: `HOST:PORT` or `unix:PATH`.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    case tcp(host: String, port: Int)
    case unix(path: String)

    /// Parses an address; `nil` unless it has one of the two forms, with an address or a name of a
    /// host.
    ///
    /// - Parameter text: `127.0.0.1:8080`, `[::1]:8080`, `:8080` (every address) or `unix:PATH`;
    ///   port 0 lets the system choose.
    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            // What SwiftNIO binds to: on some systems `sun_path` has 104 bytes with its NUL.
            guard !path.isEmpty, path.utf8.count < 104 else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let number = WireNumber(text[text.index(after: colon)...])?.value,
            let port = UInt16(exactly: number)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard host.isEmpty || IPAddress(host) != nil || Self.isName(host) else { return nil }
        self = .tcp(host: host, port: Int(port))
    }

    /// Whether a host is a name: `*`, and the shorter forms of an address (`0`, `127.1`), would be
    /// listened on, and no request could call the server by them.
    ///
    /// Source: WHATWG URL, section 3.5 (a host that ends in a number is an address).
    private static func isName(_ host: String) -> Bool {
        guard case .name(let name)? = Authority(host)?.host, Authority.Host.name(name).isOfSettings,
            let last = name.split(separator: ".").last
        else { return false }
        return !last.hasPrefix("0x") && !last.allSatisfy(\.isNumber)
    }

    /// True for every address that the machine has.
    package var isEveryAddress: Bool {
        guard case .tcp(let host, _) = self else { return false }
        return host.isEmpty || IPAddress(host).map { $0.bytes.allSatisfy { $0 == 0 } } ?? false
    }

    /// True when only this machine can connect.
    package var isLoopback: Bool {
        switch self {
        case .unix: true
        case .tcp(let host, _):
            host.lowercased() == "localhost" || IPAddress(host)?.isLoopback == true
        }
    }

    /// The same address for who is in another folder.
    var fromAnywhere: ListenAddress {
        guard case .unix(let path) = self else { return self }
        return .unix(path: WholePath.of(path))
    }

    package var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

extension ListenAddress {
    /// Listens here; a file that an old socket has left is removed.
    ///
    /// Without a host it listens on every address of IPv6 and IPv4, and of IPv4 alone where the
    /// machine knows no other. An address of IPv6 leaves IPv4 alone where the server listens at one
    /// of these on the same port.
    ///
    /// - Parameter others: where the server listens too.
    /// - Returns: the listening channel; what it fails with becomes a ``ServerError``.
    func bind(
        _ bootstrap: ServerBootstrap,
        beside others: [ListenAddress] = []
    ) -> EventLoopFuture<any Channel> {
        switch self {
        case .tcp("", let port):
            Self.hasIPv6
                ? bootstrap.serverChannelOption(Self.onlyIPv6, value: 0)
                    .bind(host: "::", port: port)
                : bootstrap.bind(host: "0.0.0.0", port: port)
        case .tcp(let host, let port):
            (leavesIPv4(to: others)
                ? bootstrap.serverChannelOption(Self.onlyIPv6, value: 1) : bootstrap)
                .bind(host: host, port: port)
        case .unix(let path):
            bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true)
        }
    }

    /// Removes the file of a Unix socket once nobody listens there any more.
    func leaveNothing(of channel: any Channel) {
        guard case .unix(let path) = self else { return }
        // It is gone already if someone else removed it; the path outlives the call.
        channel.closeFuture.whenComplete { _ in _ = unsafe unlink(path) }
    }

    private func leavesIPv4(to others: [ListenAddress]) -> Bool {
        guard case .tcp(let host, let port) = self, IPAddress(host)?.bytes.count == 16 else {
            return false
        }
        return others.contains { other in
            guard case .tcp(let host, port) = other else { return false }
            return IPAddress(host)?.bytes.count == 4
        }
    }

    private static let onlyIPv6 = ChannelOptions.Types.SocketOption(
        level: .ipv6,
        name: .ipv6_v6only
    )

    /// Whether the system has sockets of IPv6.
    private static var hasIPv6: Bool {
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        let probe = socket(AF_INET6, stream, 0)
        guard probe >= 0 else { return false }
        close(probe)
        return true
    }
}
