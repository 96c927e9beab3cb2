extension KeyMaterial {
    /// Whether a signature is of this key.
    ///
    /// - Returns: true if it is, by an algorithm that is fit for the key.
    func verifies(_ signature: SignatureBlob, of message: [UInt8]) -> Bool {
        guard let digest = digests[signature.algorithm], let value = encoded(signature.value),
            let signed = signed(message, in: signature), let key = VerifyingKey(encoded)
        else { return false }
        return key.verifies(value, of: signed, digest: digest)
    }

    /// The algorithms that are fit for the key, and the hash of each; nil if it has one of its own.
    ///
    /// RSA with SHA-1 (`ssh-rsa`) is fit for none. Source: RFC 8332; PROTOCOL.sshsig.
    private var digests: [String: DigestName?] {
        switch self {
        case .ed25519: [Algorithm.ed25519: nil]
        case .ecdsa(let curve, _): [Algorithm.ecdsa(curve): curve.digest]
        case .rsa: ["rsa-sha2-256": .sha256, "rsa-sha2-512": .sha512]
        case .securityKey(.ed25519, _): [Algorithm.securityEd25519: nil]
        case .securityKey: [Algorithm.securityECDSA: .sha256]
        }
    }

    /// A signature's value as OpenSSL takes it.
    private func encoded(_ value: [UInt8]) -> [UInt8]? {
        switch self {
        case .ecdsa, .securityKey(.ecdsa, _): Self.pair(value)
        default: value
        }
    }

    /// The two numbers of a signature of ECDSA in DER.
    ///
    /// Source: RFC 5656, section 3.1.2.
    private static func pair(_ value: [UInt8]) -> [UInt8]? {
        var reader = SSHReader(value)
        guard let r = reader.positiveInteger(), let s = reader.positiveInteger(), reader.isAtEnd
        else { return nil }
        return DER.sequence(DER.integer(r), DER.integer(s))
    }

    /// What is signed: the message, or what a piece of hardware makes of it once it was touched.
    private func signed(_ message: [UInt8], in signature: SignatureBlob) -> [UInt8]? {
        guard case .securityKey(_, let application) = self else {
            return signature.hardware == nil ? message : nil
        }
        guard let hardware = signature.hardware, hardware.flags & 1 == 1,
            let application = DigestName.sha256.digest(of: application),
            let message = DigestName.sha256.digest(of: message)
        else { return nil }
        return application + [hardware.flags] + hardware.counter + message
    }
}
