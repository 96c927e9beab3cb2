/// A certificate for `localhost` that vouches for itself, and its key.
struct Certificate {
    /// PEM files.
    let path: String
    let key: String

    /// Makes one.
    ///
    /// Suspends until `openssl` has.
    ///
    /// - Parameter folder: where the files are to lie.
    /// - Throws: what `openssl` said.
    init(in folder: TemporaryFolder) async throws {
        path = folder.path + "/certificate.pem"
        key = folder.path + "/key.pem"
        let openssl = try Subprocess([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout", key, "-out", path,
        ])
        guard try await openssl.exit() == .code(0) else {
            throw Subprocess.Failure(description: "openssl: \(openssl.errors.text)")
        }
    }

    /// The options of `chat-server`.
    var options: [String] {
        ["--rate-limit", "0", "--tls-certificate", path, "--tls-key", key]
    }
}
