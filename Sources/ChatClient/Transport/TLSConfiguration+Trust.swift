import NIOSSL

extension TLSConfiguration {
    /// Trusts one certificate, whatever name it is made out to, and nothing else.
    ///
    /// - Returns: a configuration of a client.
    static func trusting(_ pinned: PinnedCertificate) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // One that cannot be read vouches for nobody.
        let certificate = try? NIOSSLCertificate(bytes: pinned.bytes, format: .der)
        configuration.trustRoots = .certificates([certificate].compactMap(\.self))
        configuration.certificateVerification = .noHostnameVerification
        return configuration
    }

    /// Trusts authorities beside those of the system.
    ///
    /// - Returns: a configuration of a client.
    static func trusting(also roots: [NIOSSLCertificate]) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.additionalTrustRoots = [.certificates(roots)]
        return configuration
    }
}
