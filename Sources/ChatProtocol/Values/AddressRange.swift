/// A range of addresses: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`.
///
/// It is equal to the same range in another spelling.
///
/// Source: RFC 4632, section 3.1, and RFC 4291, sections 2.2 and 2.3.
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// Source: RFC 4291, section 2.5.5.2.
    private static let mappedStart = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]

    /// Four bytes or sixteen, or the first eight of sixteen; zero behind the prefix.
    package let bytes: [UInt8]
    /// The length of the prefix.
    package let bits: Int

    /// Makes a range.
    ///
    /// - Parameters:
    ///   - bytes: of an address in it: four or sixteen, or the first eight of sixteen.
    ///   - bits: the length of the prefix, at most that of the bytes.
    package init(_ bytes: [UInt8], bits: Int) {
        self.bytes = bytes.enumerated().map { index, byte -> UInt8 in
            let kept = min(max(bits - 8 * index, 0), 8)
            return byte & UInt8(truncatingIfNeeded: 0xff00 >> kept)
        }
        self.bits = bits
    }

    /// Parses a range.
    ///
    /// - Parameter text: an address, maybe with the length of a prefix; `nil` for anything else,
    ///   also for the shorter forms of IPv4 that some programs take.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let bytes = Self.bytes(of: String(parts[0])) else {
            return nil
        }
        guard parts.count == 2 else {
            self.init(bytes, bits: bytes.count * 8)
            return
        }
        // In one spelling alone: neither `+8` nor `08`.
        guard let bits = Int(parts[1]), String(bits) == parts[1],
            (0...bytes.count * 8).contains(bits)
        else { return nil }
        self.init(bytes, bits: bits)
    }

    /// The range in its one normal spelling: no length behind a single address, IPv6 as in RFC
    /// 5952, section 4.
    package var description: String {
        let address = bytes.count == 4 ? bytes.map { "\($0)" }.joined(separator: ".") : longText
        return bits == (bytes.count == 4 ? 32 : 128) ? address : "\(address)/\(bits)"
    }

    /// As IPv6: the longest run of two or more groups that are zero is left out, the first of
    /// several.
    private var longText: String {
        let groups = stride(from: 0, to: 16, by: 2).map { place -> UInt16 in
            place + 1 < bytes.count ? UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1]) : 0
        }
        var gap = 0..<0
        for start in groups.indices {
            let count = groups[start...].prefix { $0 == 0 }.count
            if count > max(gap.count, 1) { gap = start..<start + count }
        }
        let words = groups.map { String($0, radix: 16) }
        guard !gap.isEmpty else { return words.joined(separator: ":") }
        let before = words[..<gap.lowerBound].joined(separator: ":")
        return before + "::" + words[gap.upperBound...].joined(separator: ":")
    }

    // MARK: - Parsing

    private static func bytes(of text: String) -> [UInt8]? {
        if let bytes = fourBytes(of: text[...]) { return bytes }
        guard let bytes = sixteenBytes(of: text) else { return nil }
        // One of IPv4 that is written as one of IPv6 is of IPv4.
        let isMapped = bytes.starts(with: mappedStart)
        return isMapped ? Array(bytes.dropFirst(mappedStart.count)) : bytes
    }

    private static func fourBytes(of text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            guard let byte = UInt8(part), String(byte) == part else { return nil }
            return byte
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func sixteenBytes(of text: String) -> [UInt8]? {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)[...]
        // A gap at an end has two colons there, and so an empty part more.
        if parts.first?.isEmpty == true {
            guard parts.count > 2, parts[1].isEmpty else { return nil }
            parts.removeFirst()
        }
        if parts.last?.isEmpty == true, parts.count > 1 {
            guard parts[parts.endIndex - 2].isEmpty else { return nil }
            parts.removeLast()
        }
        let halves = parts.split(maxSplits: 1, omittingEmptySubsequences: false) { $0.isEmpty }
        guard let head = halves.first.flatMap({ groups($0, mayEndInFour: halves.count == 1) }),
            let tail = groups(halves.dropFirst().first ?? [], mayEndInFour: true)
        else { return nil }
        let gap = 16 - head.count - tail.count
        guard halves.count == 1 ? gap == 0 : gap > 0 else { return nil }
        return head + [UInt8](repeating: 0, count: gap) + tail
    }

    /// The bytes of groups of four digits, of which the last may be an address of IPv4.
    private static func groups(_ parts: ArraySlice<Substring>, mayEndInFour: Bool) -> [UInt8]? {
        var bytes: [UInt8] = []
        for (index, part) in zip(parts.indices, parts) {
            if mayEndInFour, index == parts.endIndex - 1, let four = fourBytes(of: part) {
                bytes += four
                continue
            }
            guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(truncatingIfNeeded: group)]
        }
        return bytes
    }
}
