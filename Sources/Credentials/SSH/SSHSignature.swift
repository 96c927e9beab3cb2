import Serialization

/// What `ssh-keygen -Y sign` makes of a message.
///
/// Source: OpenSSH's PROTOCOL.sshsig.
package struct SSHSignature: Sendable {
    /// The most bytes of its text.
    package static let byteLimit = 16 << 10

    /// The key that is said to have signed; it may be anyone's.
    package let publicKey: OpenSSHPublicKey
    /// What the signature is for.
    private let namespace: [UInt8]
    private let digest: DigestName
    private let signature: SignatureBlob

    private static let begin = Array("-----BEGIN SSH SIGNATURE-----".utf8)
    private static let end = Array("-----END SSH SIGNATURE-----".utf8)
    private static let magic = Array("SSHSIG".utf8)

    /// Reads a signature; nil if it is none, or of a key that is not taken.
    ///
    /// - Parameter text: from anyone. Blanks and line ends count nowhere in it.
    package init?(_ text: String) {
        guard let bytes = Self.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    init?(bytes: [UInt8]) {
        var reader = SSHReader(bytes)
        // A key that is not taken signs nothing, whatever the reason.
        guard reader.bytes(Self.magic.count) == Self.magic, reader.number() == 1,
            let blob = reader.string(), let key = try? OpenSSHPublicKey(blob: blob),
            let namespace = reader.string(), reader.string()?.isEmpty == true,
            let digest = reader.name().flatMap(DigestName.init), digest != .sha384,
            let signature = reader.string().flatMap(SignatureBlob.init), reader.isAtEnd
        else { return nil }
        publicKey = key
        self.namespace = namespace
        self.digest = digest
        self.signature = signature
    }

    /// Whether a key has signed a message.
    ///
    /// - Parameter namespace: what the signature has to be for, as in `ssh-keygen -n`.
    /// - Returns: true if all of it is so. A security key has to have been touched.
    package func verifies(message: [UInt8], namespace: String, by key: OpenSSHPublicKey) -> Bool {
        guard publicKey == key, self.namespace == Array(namespace.utf8),
            let hash = digest.digest(of: message)
        else { return false }
        let parts = [self.namespace, [], Array(digest.rawValue.utf8), hash]
        return key.material.verifies(signature, of: Self.magic + parts.flatMap(SSHString.bytes))
    }

    /// The bytes between the lines that enclose them.
    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= byteLimit else { return nil }
        let text = Array(Trimmed.text(text).utf8)
        guard text.starts(with: begin), text.reversed().starts(with: end.reversed()) else {
            return nil
        }
        let middle = text.dropFirst(begin.count).dropLast(end.count)
        return Base64.bytes(middle.filter { !blanks.contains($0) }, isPadded: true)
    }

    private static let blanks = Array(" \t\r\n".utf8)
}
