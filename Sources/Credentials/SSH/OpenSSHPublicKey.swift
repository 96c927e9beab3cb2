import ContentHash
import Serialization

/// A public key of OpenSSH: what `id_ed25519.pub` holds, and a line of `authorized_keys`.
///
/// Ed25519, ECDSA and RSA, and the first two in a security key. Two keys are equal whatever their
/// comments. Source: sshd(8), AUTHORIZED_KEYS FILE FORMAT.
package struct OpenSSHPublicKey: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes in a line.
    package static let byteLimit = 8192

    /// The algorithm and the key in one, as SSH sends them.
    let blob: [UInt8]
    /// The name of its algorithm, such as `ssh-ed25519`.
    package let algorithm: String
    let material: KeyMaterial

    /// Why a line is not taken.
    package enum Refusal: Error, Hashable {
        /// It has over `byteLimit` bytes.
        case tooLong
        /// It is the other half, which nobody may show.
        case privateKey
        /// It is no line of a key; options in front of one are not taken either.
        case malformed
        /// It is a key of an algorithm that is not taken: DSA, a certificate, or one of later days.
        case unsupported
        /// It is an RSA key of under 2,048 bits.
        case weak
    }

    /// Reads a line.
    ///
    /// - Parameter line: from anyone; spaces and line ends about it do not count.
    /// - Throws: why it is not taken.
    package init(_ line: String) throws(Refusal) {
        guard line.utf8.count <= Self.byteLimit else { throw .tooLong }
        guard !line.contains("PRIVATE KEY-----") else { throw .privateKey }
        let words = try Self.words(line)
        guard KeyMaterial.Algorithm.all.contains(words.algorithm) else {
            throw Self.isForeign(words.algorithm) ? .unsupported : .malformed
        }
        guard let blob = Base64.bytes(words.key.utf8, isPadded: true) else { throw .malformed }
        try self.init(blob: blob, algorithm: words.algorithm)
    }

    /// Takes a key as SSH sends it.
    ///
    /// - Parameter algorithm: that it is to have; nil for any.
    /// - Throws: why it is not taken.
    init(blob: [UInt8], algorithm: String? = nil) throws(Refusal) {
        var reader = SSHReader(blob)
        guard let name = reader.name(), name == algorithm ?? name,
            let material = KeyMaterial(name, &reader)
        else { throw .malformed }
        guard !material.isWeak else { throw .weak }
        self.blob = blob
        self.algorithm = name
        self.material = material
    }

    /// What `ssh-keygen -lf` shows of it: `SHA256:` and its hash in base 64 without padding.
    package var fingerprint: String {
        "SHA256:" + Base64.text(SHA256.bytes(of: blob), isPadded: false)
    }

    /// The line, without what its owner wrote behind it.
    package var description: String { algorithm + " " + Base64.text(blob, isPadded: true) }

    /// Compares the keys alone.
    ///
    /// - Returns: true if both are the same key.
    package static func == (left: OpenSSHPublicKey, right: OpenSSHPublicKey) -> Bool {
        left.blob == right.blob
    }

    /// Hashes the key alone.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(blob)
    }

    private static func words(
        _ line: String
    ) throws(Refusal) -> (algorithm: String, key: Substring) {
        let line = Trimmed.text(line)
        let hasControl = line.unicodeScalars.contains {
            $0.properties.generalCategory == .control && $0 != "\t"
        }
        let words = line.split(maxSplits: 2) { $0 == " " || $0 == "\t" }
        guard !hasControl, words.count > 1 else { throw .malformed }
        return (String(words[0]), words[1])
    }

    /// Whether a word names an algorithm that others may take.
    private static func isForeign(_ word: String) -> Bool {
        ["ssh-", "ecdsa-", "sk-", "rsa-"].contains(where: word.hasPrefix)
            && !word.contains { $0 == "=" || $0 == "," || $0 == "\"" }
    }
}
