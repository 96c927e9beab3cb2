/// Where a web page comes from: scheme, host and port.
///
/// Source: RFC 6454, sections 4 and 6.
struct WebOrigin: Hashable, Sendable {
    private let scheme: String
    fileprivate let authority: Authority.Host
    private let port: UInt16?

    /// Parses an origin; letters' case and a port that is the scheme's own make no difference.
    ///
    /// - Parameter text: any text from anyone; `nil` if it is none, as for `null`.
    init?(_ text: some StringProtocol) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<colon].lowercased()
        let rest = text[colon...]
        guard rest.hasPrefix("://"), scheme.utf8.first.map(Self.isLetter) == true,
            scheme.utf8.allSatisfy({ Self.isLetter($0) || "0123456789+-.".utf8.contains($0) }),
            let authority = Authority(rest.dropFirst(3))
        else { return nil }
        self.scheme = scheme
        self.authority = authority.host
        port = authority.port ?? Self.ports[scheme]
    }

    /// Tells whether a page of this origin was got by the name that a request calls its server by.
    ///
    /// Before a proxy that speaks TLS the schemes differ, so the scheme does not count.
    ///
    /// - Returns: true for the same host and port.
    func isSameServer(as called: Authority) -> Bool {
        authority == called.host && port == (called.port ?? Self.ports[scheme])
    }

    private static let ports: [String: UInt16] = ["http": 80, "https": 443]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}

/// The origins of web pages that may use a server.
package struct WebOrigins: Hashable, Sendable {
    private var origins: Set<WebOrigin> = []
    private var hasAll = false
    /// The one origin there is, as the operator wrote it; `*` for all.
    private(set) var only: String?

    /// Lets no page of another origin in.
    package init() {}

    /// Reads a list.
    ///
    /// - Parameter text: origins with commas between, or `*` for all; `nil` is returned if one of
    ///   them is none.
    package init?(_ text: String) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var word = part.trimmed
            only = isEmpty ? word.lowercased() : nil
            if word == "*" {
                hasAll = true
                continue
            }
            // As a person copies it from a browser.
            if word.hasSuffix("/"), !word.hasSuffix("//") { word.removeLast() }
            guard let origin = WebOrigin(word), origin.authority.isOfSettings else { return nil }
            if only != nil { only = word.lowercased() }
            origins.insert(origin)
        }
    }

    /// True when no page of another origin may use the server.
    package var isEmpty: Bool { origins.isEmpty && !hasAll }

    /// Tells whether pages of an origin may use the server.
    ///
    /// - Parameter origin: as a browser says it; `nil` if it does not.
    /// - Returns: true if the operator let them.
    func contain(_ origin: String?) -> Bool {
        hasAll || origin.flatMap { WebOrigin($0) }.map(origins.contains) ?? false
    }
}
