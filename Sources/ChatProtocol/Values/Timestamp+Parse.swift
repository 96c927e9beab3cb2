import Serialization

extension Timestamp {
    /// Parses RFC 3339 text; `nil` for anything else.
    ///
    /// A date, `T` or a space, a time with or without a fraction, `Z` or an offset; a date alone
    /// means its midnight. Digits beyond the milliseconds are cut off.
    package init?(_ text: String) {
        guard let moment = text.withBytes({ Timestamp(utf8: $0) }) else { return nil }
        self = moment
    }

    /// Parses RFC 3339 text; `nil` for anything else.
    ///
    /// - Parameter utf8: any bytes.
    init?(utf8: Span<UInt8>) {
        var scanner = DigitScanner()
        guard utf8.count < Self.byteLimit,
            let year = scanner.number(digits: 4, in: utf8), scanner.skip("-", in: utf8),
            let month = scanner.number(digits: 2, in: utf8), scanner.skip("-", in: utf8),
            let date = scanner.number(digits: 2, in: utf8),
            let day = CivilDate.day(year: year, month: month, day: date)
        else { return nil }
        if scanner.index == utf8.count {
            self.init(milliseconds: day * 86_400_000)
            return
        }
        guard scanner.skip("T", or: "t", in: utf8) || scanner.skip(" ", in: utf8),
            let time = scanner.timeOfDay(in: utf8), let offset = scanner.offset(in: utf8),
            scanner.index == utf8.count
        else { return nil }
        let milliseconds = day * 86_400_000 + time - offset
        guard Self.bounds.contains(milliseconds) else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// Bytes that no moment needs.
    private static let byteLimit = 64
}

/// Reads fixed runs of digits from a short text, which is handed to each call.
private struct DigitScanner {
    private(set) var index = 0

    /// Steps over a character, if it is the next one.
    mutating func skip(
        _ character: Unicode.Scalar,
        or other: Unicode.Scalar? = nil,
        in utf8: Span<UInt8>
    ) -> Bool {
        guard index < utf8.count else { return false }
        let scalar = Unicode.Scalar(utf8[index])
        guard scalar == character || scalar == other else { return false }
        index += 1
        return true
    }

    /// Reads a run of digits of a fixed length.
    ///
    /// - Parameter digits: at most 18.
    /// - Returns: `nil` when there are fewer.
    mutating func number(digits: Int, in utf8: Span<UInt8>) -> Int64? {
        guard index + digits <= utf8.count else { return nil }
        var value: Int64 = 0
        for place in index..<index + digits {
            guard utf8[place].isASCIIDigit else { return nil }
            value = value * 10 + Int64(utf8[place] - UInt8(ascii: "0"))
        }
        index += digits
        return value
    }

    /// Milliseconds since midnight.
    ///
    /// A leap second is taken for the one before it.
    mutating func timeOfDay(in utf8: Span<UInt8>) -> Int64? {
        guard let hour = number(digits: 2, in: utf8), hour < 24, skip(":", in: utf8),
            let minute = number(digits: 2, in: utf8), minute < 60, skip(":", in: utf8),
            let second = number(digits: 2, in: utf8), second <= 60
        else { return nil }
        let whole = (hour * 60 + minute) * 60 + min(second, 59)
        guard skip(".", in: utf8) else { return whole * 1000 }
        guard let milliseconds = fraction(in: utf8) else { return nil }
        return whole * 1000 + milliseconds
    }

    /// The milliseconds of a fraction of one digit or more.
    private mutating func fraction(in utf8: Span<UInt8>) -> Int64? {
        var milliseconds: Int64 = 0
        var weight: Int64 = 100
        let start = index
        while index < utf8.count, utf8[index].isASCIIDigit {
            milliseconds += weight * Int64(utf8[index] - UInt8(ascii: "0"))
            weight /= 10
            index += 1
        }
        return index > start ? milliseconds : nil
    }

    /// Milliseconds east of UTC.
    mutating func offset(in utf8: Span<UInt8>) -> Int64? {
        if skip("Z", or: "z", in: utf8) { return 0 }
        let isEast = skip("+", in: utf8)
        guard isEast || skip("-", in: utf8),
            let hour = number(digits: 2, in: utf8), hour < 24, skip(":", in: utf8),
            let minute = number(digits: 2, in: utf8), minute < 60
        else { return nil }
        return (hour * 60 + minute) * 60_000 * (isEast ? 1 : -1)
    }
}
