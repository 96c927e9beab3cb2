import ChatProtocol
import StreamingHTTP

/// Who is in a range.
extension AddressRange {
    /// Whether an address is in it.
    ///
    /// - Returns: false for an address of the other family.
    func contains(_ address: IPAddress) -> Bool {
        address.bytes.count == bytes.count && matches(address.bytes, bits)
    }

    /// Reads what a client's key tells of its address.
    ///
    /// - Parameter key: of ``ClientNetwork``; `nil` for one that is no address's.
    init?(key: String) {
        let bytes = Self.bytes(ofKey: key)
        guard !bytes.isEmpty else { return nil }
        self.init(bytes, bits: bytes.count * 8)
    }

    /// What it is found by: of IPv6 the first 64 bits, which are known of a client.
    var prefix: NetworkPrefix { NetworkPrefix(bytes, bits: bits) }

    /// Whether a client is in it, as far as its key tells: of IPv6, the first 64 bits.
    ///
    /// - Returns: true if its address, or its whole network, is in the range.
    func contains(_ client: AddressRange) -> Bool {
        guard client.bytes.count == 4 ? bytes.count == 4 : bytes.count == 16 else { return false }
        return matches(client.bytes, min(bits, client.bits))
    }

    private func matches(_ other: [UInt8], _ bits: Int) -> Bool {
        let whole = bits / 8
        guard other.prefix(whole).elementsEqual(bytes.prefix(whole)) else { return false }
        let rest = bits % 8
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xff00 >> rest)
        return other[whole] & mask == bytes[whole] & mask
    }

    private static func bytes(ofKey key: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = key[...]
        while rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
