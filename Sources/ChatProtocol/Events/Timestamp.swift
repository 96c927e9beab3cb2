/// A moment in UTC to the millisecond, as RFC 3339 text on the wire: `2026-11-22T07:40:00.123Z`.
///
/// Our own, since every event carries one in each format, and FoundationEssentials' formatter costs
/// more than the rest of the encoding. Source: RFC 3339, section 5.6.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The years that fit four digits, in milliseconds since 1970.
    package static let bounds: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// Milliseconds since 1970-01-01T00:00:00Z, inside ``bounds``.
    package let milliseconds: Int64

    /// Makes a moment.
    ///
    /// - Parameter milliseconds: since 1970; what lies outside ``bounds`` is brought to their edge.
    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.bounds.lowerBound), Self.bounds.upperBound)
    }

    /// Orders by time.
    ///
    /// - Parameters:
    ///   - left: one.
    ///   - right: another.
    /// - Returns: true if `left` is earlier.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The day since 1970, which may be negative.
    package var day: Int64 { milliseconds.floorDivided(by: 86_400_000) }

    /// `2026-11-22T07:40:00.123Z`.
    package var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(24)
        appendDate(to: &text)
        text.append(UInt8(ascii: "T"))
        appendTime(to: &text)
        text.append(UInt8(ascii: "."))
        Self.append(milliseconds - day * 86_400_000, digits: 3, to: &text)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// `2026-11-22`.
    package var dateText: String {
        var text: [UInt8] = []
        appendDate(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// `07:40:00`.
    package var timeText: String {
        var text: [UInt8] = []
        appendTime(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func appendDate(to text: inout [UInt8]) {
        let (year, month, date) = CivilDate.from(day: day)
        Self.append(year, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.append(month, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.append(date, digits: 2, to: &text)
    }

    private func appendTime(to text: inout [UInt8]) {
        let second = (milliseconds - day * 86_400_000) / 1000
        Self.append(second / 3600, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(second / 60 % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(second % 60, digits: 2, to: &text)
    }

    /// Appends the last digits of a number that is not negative.
    private static func append(_ number: Int64, digits: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}

extension Int64 {
    /// The quotient rounded down, for days before 1970.
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
