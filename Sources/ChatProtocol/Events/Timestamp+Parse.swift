extension Timestamp {
    /// Parses RFC 3339 text; `nil` for anything else.
    ///
    /// A date, `T` or a space, a time with or without a fraction, `Z` or an offset; a date alone
    /// means its midnight. Digits beyond the milliseconds are cut off.
    ///
    /// - Parameter text: any text from anyone.
    package init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(bytes: Array(text.utf8.prefix(64)))
        guard text.utf8.count < 64,
            let year = scanner.number(digits: 4), scanner.skip("-"),
            let month = scanner.number(digits: 2), scanner.skip("-"),
            let date = scanner.number(digits: 2),
            let day = CivilDate.day(year: year, month: month, day: date)
        else { return nil }
        if scanner.isAtEnd {
            self.init(milliseconds: day * 86_400_000)
            return
        }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let time = scanner.timeOfDay(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let milliseconds = day * 86_400_000 + time - offset
        guard Self.bounds.contains(milliseconds) else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

/// Reads fixed runs of digits from a short text.
private struct DigitScanner {
    let bytes: [UInt8]
    var index = 0

    var isAtEnd: Bool { index == bytes.count }

    /// Steps over a character, if it is the next one.
    ///
    /// - Parameter character: of ASCII.
    /// - Returns: whether it was there.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Reads a run of digits of a fixed length.
    ///
    /// - Parameter digits: at most 18.
    /// - Returns: `nil` when there are fewer.
    mutating func number(digits: Int) -> Int64? {
        guard index + digits <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[index..<index + digits] {
            guard byte.isASCIIDigit else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        index += digits
        return value
    }

    /// Milliseconds since midnight.
    ///
    /// A leap second is taken for the one before it.
    mutating func timeOfDay() -> Int64? {
        guard let hour = number(digits: 2), hour < 24, skip(":"),
            let minute = number(digits: 2), minute < 60, skip(":"),
            let second = number(digits: 2), second <= 60
        else { return nil }
        let whole = (hour * 60 + minute) * 60 + min(second, 59)
        guard skip(".") else { return whole * 1000 }
        let fraction = bytes[index...].prefix { $0.isASCIIDigit }
        guard !fraction.isEmpty else { return nil }
        index = fraction.endIndex
        let milliseconds = (0..<3).reduce(Int64(0)) { total, place in
            let digit = fraction.dropFirst(place).first ?? UInt8(ascii: "0")
            return total * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return whole * 1000 + milliseconds
    }

    /// Milliseconds east of UTC.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hour = number(digits: 2), hour < 24, skip(":"),
            let minute = number(digits: 2), minute < 60
        else { return nil }
        return (hour * 60 + minute) * 60_000 * (isEast ? 1 : -1)
    }
}
