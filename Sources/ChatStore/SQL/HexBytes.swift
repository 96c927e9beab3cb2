/// Bytes as PostgreSQL reads and writes them in a text: `\x` and two digits for each.
///
/// Source: https://www.postgresql.org/docs/current/datatype-binary.html
enum HexBytes {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Writes bytes.
    static func text(of bytes: [UInt8]) -> String {
        let count = 2 + 2 * bytes.count
        return unsafe String(unsafeUninitializedCapacity: count) { text in
            // Each index is below the capacity that was asked for.
            unsafe text[0] = UInt8(ascii: "\\")
            unsafe text[1] = UInt8(ascii: "x")
            var place = 2
            for byte in bytes {
                unsafe text[place] = digits[Int(byte >> 4)]
                unsafe text[place + 1] = digits[Int(byte & 15)]
                place += 2
            }
            return count
        }
    }

    /// Reads a text.
    ///
    /// - Returns: the bytes; `nil` for what ``text(of:)`` does not write.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.starts(with: "\\x".utf8), digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for place in stride(from: 2, to: digits.count, by: 2) {
            guard let high = value(digits[place]), let low = value(digits[place + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
