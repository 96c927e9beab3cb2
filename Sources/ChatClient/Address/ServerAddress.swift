import ChatProtocol

/// Where a server listens: `http://host:port`, `https://host:port`, either with a base path, or
/// `unix:PATH`.
///
/// Parsed once, from a command line or an environment variable.
package struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// Where a server listens unless it is told otherwise.
    package static let standard = ServerAddress(
        description: "http://127.0.0.1:8080",
        base: "http://127.0.0.1:8080"
    )

    /// The address as people write it, without a slash at its end.
    package let description: String
    /// What stands before a path in a request's URL; a socket's path is percent-encoded in it.
    let base: String

    /// Where a connection goes.
    package enum Place: Hashable, Sendable {
        case host(String, port: Int)
        case socket(path: String)
    }

    /// Where a connection goes; the address of a host is without brackets.
    package var place: Place {
        let socket = "unix:"
        guard !description.hasPrefix(socket) else {
            return .socket(path: String(description.dropFirst(socket.count)))
        }
        let authority = base.dropFirst(isSecure ? "https://".count : "http://".count)
            .prefix { $0 != "/" }
        let usual = isSecure ? 443 : 80
        let bracket = authority.lastIndex(of: "]") ?? authority.startIndex
        guard let colon = authority[bracket...].firstIndex(of: ":") else {
            return .host(Self.bare(authority), port: usual)
        }
        // The digits were read as a port when the address was parsed.
        let port = Int(authority[authority.index(after: colon)...]) ?? usual
        return .host(Self.bare(authority[..<colon]), port: port)
    }

    /// Whether nobody on the way can read what is sent: over TLS, or within this machine.
    package var isConfidential: Bool {
        guard !isSecure, case .host(let host, _) = place else { return true }
        return host == "localhost" || host == "::1" || Self.isLoopback(host)
    }

    /// Where a server of https listens; `nil` for any other.
    var secureHost: (host: String, port: Int)? {
        guard isSecure, case .host(let host, let port) = place else { return nil }
        return (host, port)
    }

    private var isSecure: Bool { base.hasPrefix("https://") }

    /// Whether a host is one of the addresses 127.0.0.0/8.
    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func bare(_ host: Substring) -> String {
        host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host)
    }

    private init(description: String, base: String) {
        self.description = description
        self.base = base
    }

    /// Parses an address.
    ///
    /// One without a scheme is taken as `http`.
    ///
    /// - Throws: what is wrong with it.
    package init(_ text: String) throws(AddressError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { throw .badCharacter }
        if text.hasPrefix("unix:") {
            try self.init(socketPath: text.dropFirst("unix:".count))
        } else {
            try self.init(url: text)
        }
    }

    private init(socketPath: Substring) throws(AddressError) {
        guard socketPath.hasPrefix("/") else { throw .relativeSocketPath }
        let path = String(socketPath)
        self.init(description: "unix:\(path)", base: "http+unix://\(path.percentEncoded)")
    }

    private init(url text: String) throws(AddressError) {
        let (scheme, rest) = try Self.scheme(of: text)
        guard !rest.utf8.contains(where: { "?#@".utf8.contains($0) }) else {
            throw .notAnAddress
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let (host, port) = try Self.hostAndPort(rest[..<slash])
        var path = rest[slash...]
        while path.hasSuffix("/") { path.removeLast() }
        let whole = "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(path)"
        self.init(description: whole, base: whole)
    }

    private static func scheme(
        of text: String
    ) throws(AddressError) -> (scheme: String, rest: Substring) {
        guard let mark = text.firstRange(of: "://") else { return ("http", text[...]) }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .badScheme(scheme) }
        return (scheme, text[mark.upperBound...])
    }

    private static func hostAndPort(
        _ text: Substring
    ) throws(AddressError) -> (host: Substring, port: Int?) {
        var host = text
        var port: Int?
        let bracket = text.lastIndex(of: "]") ?? text.startIndex
        if let colon = text[bracket...].firstIndex(of: ":") {
            host = text[..<colon]
            let digits = text[text.index(after: colon)...]
            guard digits.utf8.allSatisfy(\.isASCIIDigit), let number = Int(digits),
                (1...65_535).contains(number)
            else { throw .badPort(String(digits)) }
            port = number
        }
        guard !host.isEmpty else { throw .noHost }
        guard host.utf8.allSatisfy(\.isHostByte) else { throw .badHost(String(host)) }
        return (host, port)
    }
}

extension UInt8 {
    fileprivate var isHostByte: Bool {
        isASCIIDigit || isASCIILetter || ".-_[]:".utf8.contains(self)
    }
}
