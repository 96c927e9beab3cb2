/// A span of time as people write it: `30s`, `10m`, `2h`, `1d`.
///
/// Source: docs/API.md, section 5.
package struct TimeSpan: Hashable, Sendable {
    /// The most that a span can be: a hundred years, in milliseconds.
    package static let bound: Int64 = 100 * 366 * 86_400_000

    /// 0 … ``bound``.
    package let milliseconds: Int64

    /// Parses a span.
    ///
    /// - Parameter text: any text from anyone; `nil` unless it is a number and a unit.
    package init?(_ text: some StringProtocol) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(String(digits)),
            let unit = Self.units[String(text.dropFirst(digits.count))]
        else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, product <= Self.bound else { return nil }
        milliseconds = product
    }

    /// Parses a span where a number alone is one of seconds.
    ///
    /// - Parameter text: any text from anyone; `nil` unless it is a number, with a unit or without.
    package init?(orSeconds text: some StringProtocol) {
        guard let span = Self(text) ?? Self("\(text)s") else { return nil }
        self = span
    }

    private static let units: [String: Int64] = [
        "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
    ]
}
