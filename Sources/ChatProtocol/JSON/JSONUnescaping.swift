import Serialization

/// Reads the escapes of a string.
///
/// Source: RFC 8259, section 7.
enum JSONUnescaping {
    /// The text that a string with escapes stands for.
    ///
    /// - Parameter utf8: what stands between its quotes, each escape in it complete.
    /// - Throws: ``DecodingFailure/notJSON`` when half of a surrogate pair is escaped.
    static func text(of utf8: Span<UInt8>) throws(DecodingFailure) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(utf8.count)
        var run = 0
        var index = 0
        while index < utf8.count {
            guard utf8[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            text.append(copyOf: utf8.extracting(run..<index))
            text.append(utf8: try scalar(at: &index, in: utf8))
            run = index
        }
        text.append(copyOf: utf8.extracting(run..<index))
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads one escape, or the two of a surrogate pair, and steps over them.
    private static func scalar(
        at index: inout Int,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) -> Unicode.Scalar {
        let letter = utf8[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try codePoint(at: &index, in: utf8)
        default: return Unicode.Scalar(letter)
        }
    }

    private static func codePoint(
        at index: inout Int,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) -> Unicode.Scalar {
        let first = unit(at: &index, in: utf8)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(truncatingIfNeeded: first)),
            index + 6 <= utf8.count, utf8[index] == UInt8(ascii: "\\"),
            utf8[index + 1] == UInt8(ascii: "u")
        else { throw .notJSON }
        index += 2
        let second = unit(at: &index, in: utf8)
        guard UTF16.isTrailSurrogate(UInt16(truncatingIfNeeded: second)),
            let scalar = Unicode.Scalar(0x10000 + ((first & 0x3ff) << 10 | second & 0x3ff))
        else { throw .notJSON }
        return scalar
    }

    private static func unit(at index: inout Int, in utf8: Span<UInt8>) -> UInt32 {
        var unit: UInt32 = 0
        for digit in index..<index + 4 { unit = unit << 4 | UInt32(utf8[digit].hexadecimalValue) }
        index += 4
        return unit
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit; of what is none, anything below 16.
    fileprivate var hexadecimalValue: UInt8 { (self & 0xf) + (self >> 6) * 9 & 0xf }
}
