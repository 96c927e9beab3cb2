import StreamingHTTP

/// A range of addresses: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`.
///
/// Source: RFC 4632, section 3.1, and RFC 4291, section 2.3.
struct AddressRange: Hashable, Sendable {
    private let bytes: [UInt8]
    private let bits: Int

    /// Parses a range.
    ///
    /// - Parameter text: an address, maybe with the length of a prefix; `nil` for anything else.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return nil }
        bytes = address.bytes
        guard parts.count == 2 else {
            bits = bytes.count * 8
            return
        }
        // In one spelling alone: neither `+8` nor `08`.
        guard let bits = Int(parts[1]), String(bits) == parts[1],
            (0...bytes.count * 8).contains(bits)
        else { return nil }
        self.bits = bits
    }

    /// Whether an address is in it.
    ///
    /// - Parameter address: of either family.
    /// - Returns: false for an address of the other family.
    func contains(_ address: IPAddress) -> Bool {
        address.bytes.count == bytes.count && matches(address.bytes, bits)
    }

    /// Reads what a client's key tells of its address.
    ///
    /// - Parameter key: of ``ClientNetwork``; `nil` for one that is no address's.
    init?(key: String) {
        bytes = Self.bytes(ofKey: key)
        guard !bytes.isEmpty else { return nil }
        bits = bytes.count * 8
    }

    /// What it is found by: of IPv6 the first 64 bits, which are known of a client.
    var prefix: NetworkPrefix { NetworkPrefix(bytes, bits: bits) }

    /// Whether a client is in it, as far as its key tells: of IPv6, the first 64 bits.
    ///
    /// - Parameter client: made of a key.
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
