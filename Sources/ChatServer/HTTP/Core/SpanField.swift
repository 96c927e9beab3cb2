import ChatProtocol

/// How long something is good, in a JSON body: seconds as a number, or a span such as `7d`.
struct SpanField: Decodable, Sendable {
    let milliseconds: Int64
    /// The number that it was given as; `nil` of a text, which is no span above a hundred years.
    private let seconds: Int64?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // What is no text may be a number, and says itself if it is neither.
        if let text = try? container.decode(String.self) {
            guard let span = TimeSpan(text) else {
                throw Malformed(field: decoder.codingPath.last?.stringValue ?? "")
            }
            milliseconds = span.milliseconds
            seconds = nil
        } else {
            let seconds = try container.decode(WireNumber.self).value
            milliseconds =
                WireNumber(clamping: seconds.multipliedReportingOverflow(by: 1000).0).value
            self.seconds = seconds
        }
    }

    /// A text that is no span.
    struct Malformed: Error {
        /// Where it stands.
        let field: String
    }

    /// What it may be, for people.
    static let words = "seconds, or a span like 10m, 2h or 7d; a hundred years at most"

    /// The end, from now on.
    ///
    /// - Throws: `400 bad_parameter` for no time at all, and for more than a hundred years; to a
    ///   number it tells the bound in seconds.
    func end(_ name: String, from now: Timestamp) throws(Problem) -> Timestamp {
        guard (1...TimeSpan.bound).contains(milliseconds) else {
            throw .outOfBounds(name, seconds, 1...TimeSpan.bound / 1000, Self.words)
        }
        return Timestamp(milliseconds: now.milliseconds + milliseconds)
    }
}
