/// A point of edwards25519, as a key of Ed25519 is written.
///
/// Source: RFC 8032, section 5.1.2.
enum EdwardsPoint {
    /// Whether somebody can hold the private key of a point.
    ///
    /// By one of the eight points of a small order anybody signs, without a private key: a
    /// signature without its multiple of the key is good then. None is a key, in no way of writing
    /// it, and neither is a number that could be written smaller.
    ///
    /// - Returns: false also for what is not as long as a point.
    static func mayBeKey(_ encoded: [UInt8]) -> Bool {
        guard encoded.count == 32, let last = encoded.last else { return false }
        // The uppermost bit is the sign of x.
        let y = Array(encoded.dropLast()) + [last & 0x7F]
        let isReduced = y[0] < 0xED || y[31] < 0x7F || y[1..<31].contains { $0 < 0xFF }
        return isReduced && !smallOrders.contains(y)
    }

    /// y of the points whose order divides 8: of order 4, 1, 8, 8 and 2.
    private static let smallOrders: Set<[UInt8]> = [
        [UInt8](repeating: 0, count: 32),
        [UInt8(1)] + [UInt8](repeating: 0, count: 31),
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF,
            0x98, 0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88,
            0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10,
            0x67, 0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77,
            0x92, 0xAC, 0x03, 0x7A,
        ],
        [UInt8(0xEC)] + [UInt8](repeating: 0xFF, count: 30) + [UInt8(0x7F)],
    ]
}
