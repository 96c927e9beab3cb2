/// A terminal's answer to the question what stands behind its text.
///
/// Source: xterm's ctlseqs, OSC 11; XParseColor(3), "RGB Device String Specification".
enum GroundReport {
    /// Bytes of an answer that are kept; a longer one is none.
    static let byteLimit = 64

    /// Whether the colour is a light one.
    ///
    /// - Parameter bytes: what stands between `ESC ]` and the end, such as
    ///   `11;rgb:ffff/ffff/ffff`.
    /// - Returns: `nil` if it is no such answer.
    static func isLight(_ bytes: [UInt8]) -> Bool? {
        let text = String(decoding: bytes, as: UTF8.self)
        for prefix in ["11;rgb:", "11;rgba:"] where text.hasPrefix(prefix) {
            let parts = text.dropFirst(prefix.count).split(separator: "/")
            let values = parts.prefix(3).compactMap(part)
            guard parts.count >= 3, values.count == 3 else { return nil }
            // Source: ITU-R BT.601, luma.
            return 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2] > 0.5
        }
        return nil
    }

    /// One to four hexadecimal digits as a part of the most they can say.
    private static func part(_ digits: Substring) -> Double? {
        guard (1...4).contains(digits.count), digits.allSatisfy(\.isHexDigit),
            let value = Int(digits, radix: 16)
        else { return nil }
        return Double(value) / Double((1 << (4 * digits.count)) - 1)
    }
}
