/// Text in which a byte may stand as `%` and two hexadecimal digits.
///
/// Source: RFC 3986, section 2.1.
package enum PercentText {
    private static let percent = UInt8(ascii: "%")
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Escapes the bytes of a text.
    ///
    /// - Parameters:
    ///   - isKept: whether a byte stays as it is. It is the same for all bytes of a character.
    /// - Returns: the text, each other byte escaped.
    package static func encoded(
        _ text: String,
        keeping isKept: (UInt8) -> Bool = PercentText.isUnreserved
    ) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isKept(byte) {
                bytes.append(byte)
            } else {
                bytes += [percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a text byte by byte: Foundation's reader leaves out a byte order mark at the
    /// beginning, and two texts would be one.
    ///
    /// - Returns: what it stands for; `nil` where an escape is not complete, or the bytes are not
    ///   UTF-8.
    package static func decoded(_ text: String) -> String? {
        guard text.utf8.contains(percent) else { return text }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == percent else {
                bytes.append(byte)
                continue
            }
            guard let meant = Self.byte(rest.popFirst(), rest.popFirst()) else { return nil }
            bytes.append(meant)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The byte that an escape stands for.
    ///
    /// - Parameter high: its first digit, of either case; `nil` where the text has ended.
    /// - Returns: `nil` if that is no escape.
    package static func byte(_ high: UInt8?, _ low: UInt8?) -> UInt8? {
        guard let high = high.flatMap(value(of:)), let low = low.flatMap(value(of:)) else {
            return nil
        }
        return high << 4 | low
    }

    /// Whether a byte means the same in all parts of an address, escaped or not.
    ///
    /// Source: RFC 3986, section 2.3.
    ///
    /// - Returns: true for ASCII letters, digits and `-._~`.
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "-._~".utf8.contains(byte)
    }

    /// Whether a byte is an ASCII letter or a digit.
    ///
    /// - Returns: true for `A` to `Z`, `a` to `z` and `0` to `9`.
    package static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
