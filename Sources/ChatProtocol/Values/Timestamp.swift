/// A moment in UTC to the millisecond, as RFC 3339 text on the wire: `2026-11-22T07:40:00.123Z`.
///
/// Our own, since every event carries one in each format, and FoundationEssentials' formatter costs
/// more than the rest of the encoding. Source: RFC 3339, section 5.6.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The years that fit four digits, in milliseconds since 1970.
    package static let bounds: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// The bytes of the text.
    static let byteCount = 24

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
    /// - Returns: true if `left` is earlier.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The day since 1970, which may be negative.
    package var day: Int64 { milliseconds.floorDivided(by: 86_400_000) }

    /// `2026-11-22T07:40:00.123Z`.
    package var description: String {
        let text = [UInt8](capacity: Self.byteCount) { append(to: &$0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// `2026-11-22`.
    package var dateText: String {
        let text = [UInt8](capacity: Self.byteCount) { appendDate(to: &$0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// `07:40:00`.
    package var timeText: String {
        let text = [UInt8](capacity: Self.byteCount) { appendTime(to: &$0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the whole text.
    ///
    /// - Parameter room: ``byteCount`` bytes are enough.
    func append(to room: inout OutputSpan<UInt8>) {
        appendDate(to: &room)
        room.append(UInt8(ascii: "T"))
        appendTime(to: &room)
        let millisecond = ofDay % 1000
        room.append(UInt8(ascii: "."))
        room.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: millisecond / 100))
        room.append(twoDigits: millisecond % 100)
        room.append(UInt8(ascii: "Z"))
    }

    /// Appends the time of day, `07:40:00`.
    ///
    /// - Parameter room: 8 bytes are enough.
    func appendTime(to room: inout OutputSpan<UInt8>) {
        let second = ofDay / 1000
        room.append(twoDigits: second / 3600)
        room.append(UInt8(ascii: ":"))
        room.append(twoDigits: second / 60 % 60)
        room.append(UInt8(ascii: ":"))
        room.append(twoDigits: second % 60)
    }

    private func appendDate(to room: inout OutputSpan<UInt8>) {
        let (year, month, date) = CivilDate.from(day: day)
        let digits = UInt32(truncatingIfNeeded: year)
        room.append(twoDigits: digits / 100)
        room.append(twoDigits: digits % 100)
        room.append(UInt8(ascii: "-"))
        room.append(twoDigits: UInt32(truncatingIfNeeded: month))
        room.append(UInt8(ascii: "-"))
        room.append(twoDigits: UInt32(truncatingIfNeeded: date))
    }

    /// Milliseconds since midnight.
    private var ofDay: UInt32 { UInt32(truncatingIfNeeded: milliseconds - day * 86_400_000) }
}

extension Int64 {
    /// The quotient rounded down, for days before 1970.
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
