import NIOSSL
import SmallFiles

/// The files by which the server proves who it is.
package struct TLSFiles: Hashable, Sendable {
    /// A PEM file: the server's certificate, then those that vouch for it.
    package var certificate: String
    /// A PEM file: the certificate's private key.
    package var key: String

    /// Bytes of a file at the most; a long chain has some kilobytes.
    private static let byteLimit = 1 << 20

    /// Reads the files.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Returns: what every connection shows; TLS 1.2 or later. Whether clients take it is noted,
    ///   and refuses nothing.
    /// - Throws: a ``ServerError`` that names the file which cannot be used.
    func load() throws(ServerError) -> LoadedCertificate {
        let chain = try chain()
        let context = try context(chain, try privateKey())
        let isTaken = TrialHandshake.succeeds(with: context)
        return LoadedCertificate(context, chain[0], isTaken: isTaken)
    }

    private func context(
        _ chain: [NIOSSLCertificate],
        _ privateKey: NIOSSLPrivateKey
    ) throws(ServerError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.applicationProtocols = ["h2", "http/1.1"]
        configuration.minimumTLSVersion = .tlsv12
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            // Both files can be read, so that only the two together are wrong.
            throw .tls(
                file: key,
                reason: "it is not the key of the certificate in \(certificate), or TLS can use no "
                    + "pair of their kind"
            )
        }
    }

    private func chain() throws(ServerError) -> [NIOSSLCertificate] {
        let bytes = try bytes(of: certificate)
        // The library's words are not for a person.
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(bytes), !chain.isEmpty else {
            throw .tls(file: certificate, reason: "there is no whole certificate in PEM in it")
        }
        return chain
    }

    private func privateKey() throws(ServerError) -> NIOSSLPrivateKey {
        let bytes = try bytes(of: key)
        guard !String(decoding: bytes, as: UTF8.self).contains("ENCRYPTED") else {
            throw .tls(
                file: key,
                reason: "the key is encrypted, and nobody is there to be asked for the password; "
                    + "openssl pkey -in FILE -out OTHER writes it without"
            )
        }
        // What OpenSSL says of it helps nobody: it names neither the file nor the line.
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw .tls(file: key, reason: "there is no whole private key in PEM in it")
        }
        return key
    }

    private func bytes(of path: String) throws(ServerError) -> [UInt8] {
        do throws(SmallFileFailure) {
            return try SmallFile(path).bytes(upTo: Self.byteLimit)
        } catch {
            throw .tls(file: path, reason: error.isMissing ? "there is no such file" : error.words)
        }
    }
}
