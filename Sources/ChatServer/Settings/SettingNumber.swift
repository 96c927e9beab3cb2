import ChatProtocol

/// Numbers as settings have them: written in digits, a part with one dot.
///
/// What else the language reads as numbers, such as `+1`, `1e3`, `0x10` and `nan`, is refused: it
/// is seldom what was meant, and one so small that it becomes 0 would be taken for 0.
enum SettingNumber {
    /// Reads a whole number.
    ///
    /// - Returns: 0 to 2^53 - 1; `nil` for what has anything but digits, or is larger.
    static func whole(_ text: some StringProtocol) -> Int? {
        WireNumber(text).map { Int($0.value) }
    }

    /// Reads a part of a whole.
    ///
    /// - Returns: 0 to 1; `nil` for what has anything but digits and one dot, for more than 1, and
    ///   for what only looks like 0.
    static func share(_ text: String) -> Double? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: ".") }
        guard digits.count + 1 >= text.utf8.count, digits.allSatisfy(\.isASCIIDigit),
            let number = Double(text), number <= 1
        else { return nil }
        let isZero = digits.allSatisfy { $0 == UInt8(ascii: "0") }
        return isZero || number > 0 ? number : nil
    }
}
