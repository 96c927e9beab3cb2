/// The first bits of an address, as far as clients are told apart: 32 of IPv4, 64 of IPv6.
struct NetworkPrefix: Hashable, Sendable {
    /// A family and a number of bits, of which there are fewer than a hundred.
    struct Length: Hashable, Sendable {
        fileprivate let isIPv6: Bool
        fileprivate let bits: Int
    }

    let length: Length
    private let value: UInt64

    /// Cuts an address off.
    ///
    /// - Parameter bytes: of the address, four or more.
    init(_ bytes: [UInt8], bits: Int) {
        let isIPv6 = bytes.count > 4
        let first = bytes.prefix(isIPv6 ? 8 : 4)
        let value = first.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(64 - 8 * first.count)
        self.init(value, Length(isIPv6: isIPv6, bits: min(bits, 8 * first.count)))
    }

    private init(_ value: UInt64, _ length: Length) {
        self.length = length
        // Shifting by all 64 bits leaves none.
        self.value = value & (UInt64.max << UInt64(64 - length.bits))
    }

    /// The same address cut off elsewhere.
    ///
    /// - Returns: `nil` for the other family, and for more bits than are known here.
    func cut(to length: Length) -> NetworkPrefix? {
        guard length.isIPv6 == self.length.isIPv6, length.bits <= self.length.bits else {
            return nil
        }
        return NetworkPrefix(value, length)
    }
}
