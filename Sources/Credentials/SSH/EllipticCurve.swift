/// The curves of ECDSA that SSH knows.
///
/// Source: RFC 5656, sections 6.2.1 and 10.1.
enum EllipticCurve: String, CaseIterable {
    case nistp256, nistp384, nistp521

    /// Bytes of a coordinate.
    private var size: Int {
        switch self {
        case .nistp256: 32
        case .nistp384: 48
        case .nistp521: 66
        }
    }

    /// The hash that is signed.
    var digest: DigestName {
        switch self {
        case .nistp256: .sha256
        case .nistp384: .sha384
        case .nistp521: .sha512
        }
    }

    /// Its name in DER.
    var identifier: [UInt8] {
        switch self {
        case .nistp256: DER.identifier([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07])
        case .nistp384: DER.identifier([0x2B, 0x81, 0x04, 0x00, 0x22])
        case .nistp521: DER.identifier([0x2B, 0x81, 0x04, 0x00, 0x23])
        }
    }

    /// Whether some bytes have the form of a point: both coordinates, uncompressed.
    func hasForm(_ point: [UInt8]) -> Bool {
        point.count == 1 + 2 * size && point[0] == 0x04
    }
}
