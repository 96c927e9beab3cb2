/// An address at which the server listens, and whether it speaks TLS there.
package struct ListenPlace: Hashable, Sendable {
    /// Where it is.
    package let address: ListenAddress
    /// Whether connections have TLS.
    package let isSecure: Bool

    /// Parses a place.
    ///
    /// With a certificate every address of TCP speaks TLS that does not say `http://`; a Unix
    /// socket never does, since nobody else hears what goes through it.
    ///
    /// - Parameters:
    ///   - text: as ``ListenAddress`` takes it, one of TCP maybe with `http://` or `https://`
    ///     before it; `nil` for anything else, and for `https://` without a certificate.
    ///   - hasCertificate: whether the server has one.
    package init?(_ text: String, hasCertificate: Bool) {
        var rest = text[...]
        var isWanted: Bool?
        for (scheme, isSecure) in [("http://", false), ("https://", true)]
        where text.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            isWanted = isSecure
        }
        guard let address = ListenAddress(String(rest)), hasCertificate || isWanted != true else {
            return nil
        }
        self.address = address
        switch address {
        case .tcp: isSecure = isWanted ?? hasCertificate
        case .unix:
            guard isWanted == nil else { return nil }
            isSecure = false
        }
    }
}
