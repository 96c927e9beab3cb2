/// A set of ASCII characters, of which a name may be made.
struct ASCIISet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// Makes a set.
    ///
    /// - Parameter members: characters of ASCII; others are left out.
    init(_ members: StaticString) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for byte in members.description.utf8 where byte < 0x80 {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
        self.low = low
        self.high = high
    }

    /// Whether a byte is in the set.
    ///
    /// - Returns: false for every byte above 0x7f.
    func contains(_ byte: UInt8) -> Bool {
        guard byte < 0x80 else { return false }
        return (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }
}
