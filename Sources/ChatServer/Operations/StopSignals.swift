/// What the signals that tell a server to stop ask for, by how far they are apart.
///
/// `timeout`(1), and whoever passes on a signal that the whole group has got, sends two at once:
/// they are one, and clients have their time to leave. Whoever asks once more, asks for an end now.
package struct StopSignals: Sendable {
    /// What a signal asks for.
    package enum Request: Sendable {
        /// To end, with time for clients to leave.
        case end
        /// To cut off who has not left.
        case cutOff
    }

    /// How long after the first one a signal is another wish.
    package static let apart = Duration.milliseconds(500)

    private var first: ContinuousClock.Instant?
    private var isCutOff = false

    /// Begins with none.
    package init() {}

    /// Takes a signal; does not suspend.
    ///
    /// - Parameter now: when it came.
    /// - Returns: what it asks for; `nil` if that was asked for before.
    package mutating func take(at now: ContinuousClock.Instant) -> Request? {
        guard let first else {
            first = now
            return .end
        }
        guard !isCutOff, first.duration(to: now) >= Self.apart else { return nil }
        isCutOff = true
        return .cutOff
    }
}
