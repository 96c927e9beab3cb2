/// The address of a collector of traces.
package struct CollectorURL: Hashable, Sendable, CustomStringConvertible {
    /// Where collectors take traces unless they are told otherwise.
    ///
    /// Source: OpenTelemetry, "OTLP Specification", OTLP/HTTP Request.
    static let usualPath = "/v1/traces"

    /// The whole address, with its path.
    package let description: String

    /// What such an address is, for a person who wrote something else.
    static let form = "http://HOST:PORT or https://HOST:PORT, maybe with a path"

    /// Reads an address.
    ///
    /// `nil` for another scheme, without a host, and for one with a name, a password, a query or a
    /// fragment: what is secret would stand in the process list, and in the log.
    ///
    /// - Parameter text: any text from anyone; one without a path means ``usualPath``.
    init?(_ text: String) {
        guard let mark = text.firstRange(of: "://"),
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"?#@\\".utf8.contains($0) })
        else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        let rest = text[mark.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard scheme == "http" || scheme == "https", let place = Authority(rest[..<slash]),
            place.host.isOfSettings, place.port != 0
        else { return nil }
        let path = rest[slash...]
        description = "\(scheme)://\(rest[..<slash])\(path.isEmpty ? Self.usualPath[...] : path)"
    }

    /// The same collector, where a path is below what was said.
    ///
    /// - Parameter text: an address that may have a path.
    /// - Returns: the address for traces; `nil` if it is none.
    static func below(_ text: String) -> CollectorURL? {
        var base = Substring(text)
        while base.hasSuffix("/") { base.removeLast() }
        return CollectorURL(base + usualPath)
    }
}

extension CollectorURL {
    private init?(_ text: Substring) {
        self.init(String(text))
    }
}
