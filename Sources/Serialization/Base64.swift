/// Bytes as text in base 64.
///
/// Reading is strict: there is one text for the same bytes, so that what was changed is seen.
/// Source: RFC 4648, sections 3.5 and 4.
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )
    private static let padding = UInt8(ascii: "=")

    /// The value of each character; 64 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 64, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Writes bytes.
    ///
    /// - Parameter isPadded: whether `=` fills the text up to a multiple of four characters.
    /// - Returns: a third more characters than there were bytes.
    package static func text(_ bytes: [UInt8], isPadded: Bool) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            bits &= 0xFF_FFFF
            for place in 0..<4 {
                let isUsed = place <= group.count
                if isUsed { text.append(alphabet[bits >> (18 - 6 * place) & 63]) }
                if !isUsed, isPadded { text.append(padding) }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads a text.
    ///
    /// - Returns: the bytes; `nil` if it is anything else than what ``text(_:isPadded:)`` makes.
    package static func bytes(_ text: some Collection<UInt8>, isPadded: Bool) -> [UInt8]? {
        let digits = Array(text)
        let count = isPadded ? digits.lastIndex { $0 != padding }.map { $0 + 1 } ?? 0 : digits.count
        guard !isPadded || (digits.count % 4 == 0 && digits.count - count <= 2) else { return nil }
        guard count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount = 0
        for digit in digits[..<count] {
            let value = values[Int(digit)]
            guard value < 64 else { return nil }
            bits = bits << 6 & 0xFFFF | UInt32(value)
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
        }
        return bits & (1 << UInt32(bitCount) - 1) == 0 ? bytes : nil
    }
}
