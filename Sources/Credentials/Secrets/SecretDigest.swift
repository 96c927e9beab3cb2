import ContentHash

/// What a server keeps of a secret, and finds it again by: its SHA-256.
///
/// A secret has too many bits to be guessed, so it needs no salt and no slow hash.
package struct SecretDigest: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// Hashes a secret.
    ///
    /// - Parameter text: the secret as it is shown (`Secret.text`), or any other of its strength.
    package init(of text: String) {
        bytes = SHA256.bytes(of: Array(text.utf8))
    }

    /// Reads a digest that was stored; nil unless it has 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// The same in 64 digits, in lower case.
    package var hexadecimal: String { bytes.hexadecimal }

    /// Compares in a time that tells nothing of where they differ.
    ///
    /// - Returns: true if both are of the same secret.
    package static func == (left: SecretDigest, right: SecretDigest) -> Bool {
        ConstantTime.areEqual(left.bytes, right.bytes)
    }
}
