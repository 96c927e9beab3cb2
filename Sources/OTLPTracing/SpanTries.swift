/// How often, and when, the same spans are sent: a collector that is away is given about a minute.
///
/// Source: OpenTelemetry, "OTLP Specification", Failures and Throttling.
struct SpanTries {
    /// Seconds before each further try.
    private static let waits = [1, 2, 4, 8, 16, 30]
    /// Seconds that a collector may ask for at the most.
    private static let longestWait = 60

    private var failures = 0

    /// Tells when to try again after a failure.
    ///
    /// - Parameter asked: the seconds that the collector asks for; `nil` if it does not.
    /// - Returns: after how many seconds; `nil` if the spans are to be given up.
    mutating func next(asked: Int?) -> Int? {
        guard failures < Self.waits.count else { return nil }
        let wait = Self.waits[failures]
        failures += 1
        return max(wait, min(asked ?? 0, Self.longestWait))
    }
}
