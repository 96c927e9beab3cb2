/// What a public key consists of, by its algorithm.
///
/// Source: RFC 4253, section 6.6; RFC 5656, section 3.1; RFC 8709, section 4; OpenSSH's
/// PROTOCOL.u2f.
enum KeyMaterial: Sendable {
    case ed25519([UInt8])
    case ecdsa(EllipticCurve, point: [UInt8])
    case rsa(exponent: [UInt8], modulus: [UInt8])
    /// A key in a piece of hardware, and for what it was made there.
    indirect case securityKey(KeyMaterial, application: [UInt8])

    /// What the key's algorithm is called.
    enum Algorithm {
        static let ed25519 = "ssh-ed25519"
        static let rsa = "ssh-rsa"
        static let securityEd25519 = "sk-ssh-ed25519@openssh.com"
        static let securityECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
        static func ecdsa(_ curve: EllipticCurve) -> String { "ecdsa-sha2-" + curve.rawValue }

        static let all: Set<String> = Set(EllipticCurve.allCases.map(ecdsa))
            .union([ed25519, rsa, securityEd25519, securityECDSA])
    }

    /// Reads what follows the algorithm's name; nil if there is anything else, or if OpenSSL knows
    /// no such key.
    init?(_ algorithm: String, _ reader: inout SSHReader) {
        guard let material = Self.read(algorithm, &reader), reader.isAtEnd else { return nil }
        guard VerifyingKey(material.encoded) != nil else { return nil }
        self = material
    }

    private static func read(_ algorithm: String, _ reader: inout SSHReader) -> KeyMaterial? {
        switch algorithm {
        case Algorithm.ed25519:
            return ed25519(&reader)
        case Algorithm.rsa:
            return rsa(&reader)
        case Algorithm.securityEd25519:
            return ed25519(&reader).flatMap { securityKey($0, &reader) }
        case Algorithm.securityECDSA:
            return ecdsa(.nistp256, &reader).flatMap { securityKey($0, &reader) }
        default:
            let curve = EllipticCurve.allCases.first { Algorithm.ecdsa($0) == algorithm }
            return curve.flatMap { ecdsa($0, &reader) }
        }
    }

    private static func ed25519(_ reader: inout SSHReader) -> KeyMaterial? {
        reader.string().flatMap { EdwardsPoint.mayBeKey($0) ? .ed25519($0) : nil }
    }

    private static func ecdsa(_ curve: EllipticCurve, _ reader: inout SSHReader) -> KeyMaterial? {
        guard reader.name() == curve.rawValue, let point = reader.string(), curve.hasForm(point)
        else { return nil }
        return .ecdsa(curve, point: point)
    }

    /// The exponents in use are small and odd.
    ///
    /// A modulus is odd, too, and has no more than the 16,384 bits that OpenSSL takes.
    private static func rsa(_ reader: inout SSHReader) -> KeyMaterial? {
        guard let exponent = reader.positiveInteger(), exponent.count <= 5,
            exponent != [1], (exponent.last ?? 0) & 1 == 1,
            let modulus = reader.positiveInteger(), modulus.count <= 16384 / 8 + 1,
            (modulus.last ?? 0) & 1 == 1
        else { return nil }
        return .rsa(exponent: exponent, modulus: modulus)
    }

    private static func securityKey(_ key: KeyMaterial, _ reader: inout SSHReader) -> KeyMaterial? {
        reader.string().map { .securityKey(key, application: $0) }
    }

    /// Whether it is so short that it may be broken: under 2,048 bits of RSA.
    var isWeak: Bool {
        guard case .rsa(_, let modulus) = self else { return false }
        let digits = modulus.drop { $0 == 0 }
        return digits.count * 8 - (digits.first?.leadingZeroBitCount ?? 0) < 2048
    }

    /// The key as `VerifyingKey` takes it.
    ///
    /// Source: RFC 3279, sections 2.3.1 and 2.3.5; RFC 8410, section 4.
    var encoded: [UInt8] {
        switch self {
        case .ed25519(let key):
            return DER.sequence(
                DER.sequence(DER.identifier([0x2B, 0x65, 0x70])),
                DER.bitString(key)
            )
        case .ecdsa(let curve, let point):
            let name = DER.identifier([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01])
            return DER.sequence(DER.sequence(name, curve.identifier), DER.bitString(point))
        case .rsa(let exponent, let modulus):
            let name = DER.identifier([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01])
            let numbers = DER.sequence(DER.integer(modulus), DER.integer(exponent))
            return DER.sequence(DER.sequence(name, DER.null), DER.bitString(numbers))
        case .securityKey(let key, _):
            return key.encoded
        }
    }
}
