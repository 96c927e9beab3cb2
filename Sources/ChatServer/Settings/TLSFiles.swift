import NIOSSL

/// The files by which the server proves who it is.
package struct TLSFiles: Hashable, Sendable {
    /// A PEM file: the server's certificate, then those that vouch for it.
    package var certificate: String
    /// A PEM file: the certificate's private key.
    package var key: String

    /// Makes the pair.
    ///
    /// - Parameters:
    ///   - certificate: a PEM file with the whole chain.
    ///   - key: a PEM file.
    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// Reads the files.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Returns: what every connection shows; TLS 1.2 or later.
    /// - Throws: a ``ServerError`` that names the file which cannot be used.
    func context() throws(ServerError) -> NIOSSLContext {
        let chain = try read(certificate) { try NIOSSLCertificate.fromPEMFile(certificate) }
        let privateKey = try read(key) { try NIOSSLPrivateKey(file: key, format: .pem) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.applicationProtocols = ["h2", "http/1.1"]
        configuration.minimumTLSVersion = .tlsv12
        return try read(certificate) { try NIOSSLContext(configuration: configuration) }
    }

    private func read<Value>(
        _ path: String,
        _ body: () throws -> Value
    ) throws(ServerError) -> Value {
        do {
            return try body()
        } catch {
            throw .tls(file: path, reason: "\(error)")
        }
    }
}
