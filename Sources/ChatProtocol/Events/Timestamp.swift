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

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The day since 1970, which may be negative.
    package var day: Int64 { milliseconds.floorDivided(by: 86_400_000) }

    /// `2026-11-22T07:40:00.123Z`.
    package var description: String {
        let inDay = milliseconds - day * 86_400_000
        return "\(dateText)T\(timeText).\(Self.padded(inDay % 1000, to: 3))Z"
    }

    /// `2026-11-22`.
    package var dateText: String {
        let (year, month, date) = CivilDate.from(day: day)
        return
            "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(date, to: 2))"
    }

    /// `07:40:00`.
    package var timeText: String {
        let second = (milliseconds - day * 86_400_000) / 1000
        let parts = [second / 3600, second / 60 % 60, second % 60]
        return parts.map { Self.padded($0, to: 2) }.joined(separator: ":")
    }

    private static func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    /// The quotient rounded down, for days before 1970.
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
