import ChatProtocol
import NIOCore
import NIOPosix

/// Where the server listens: `HOST:PORT` or `unix:PATH`.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    case tcp(host: String, port: Int)
    case unix(path: String)

    /// Parses an address; `nil` unless it has one of the two forms.
    ///
    /// - Parameter text: `127.0.0.1:8080`, `[::1]:8080`, `:8080` (every address) or `unix:PATH`;
    ///   port 0 lets the system choose.
    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            // Source: unix(7), `sun_path`.
            guard !path.isEmpty, path.utf8.count < 108 else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.contains("[") else { return nil }
        self = .tcp(host: host.isEmpty ? "0.0.0.0" : host, port: Int(port))
    }

    /// True when only this machine can connect.
    package var isLoopback: Bool {
        switch self {
        case .unix: true
        case .tcp(let host, _):
            host == "localhost" || host == "::1"
                || (host.hasPrefix("127.")
                    && host.utf8.allSatisfy { $0.isASCIIDigit || $0 == 0x2e })
        }
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
    /// - Parameter bootstrap: of the server.
    /// - Returns: the listening channel; it fails with an `IOError`, or a `SocketAddressError` when
    ///   there is no such host.
    func bind(_ bootstrap: ServerBootstrap) -> EventLoopFuture<any Channel> {
        switch self {
        case .tcp(let host, let port): bootstrap.bind(host: host, port: port)
        case .unix(let path):
            bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true)
        }
    }
}
