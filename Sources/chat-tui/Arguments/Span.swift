/// A stretch of time as people write it: `30s`, `10m`, `2h`, `1d`; a bare number is seconds.
enum Span {
    /// The longest stretch that is taken, in seconds: a year.
    private static let limit = 366 * 86_400

    /// Reads a stretch.
    ///
    /// - Parameter text: digits and at most one letter.
    /// - Returns: `nil` if it is none, or longer than a year.
    static func read(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number <= limit else { return nil }
        let factor: Int? =
            switch text.dropFirst(digits.count) {
            case "", "s": 1
            case "m": 60
            case "h": 3_600
            case "d": 86_400
            default: nil
            }
        guard let factor, number * factor <= limit else { return nil }
        return .seconds(number * factor)
    }
}
