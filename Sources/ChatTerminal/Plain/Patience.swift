/// How long a pipe waits for a server that is not there.
struct Patience {
    /// As long as other pipes wait.
    private static let limit = Duration.seconds(15)

    private var since: ContinuousClock.Instant?

    /// Notes how it goes.
    ///
    /// - Parameter isStuck: whether something is to be done, and no server is there.
    mutating func note(isStuck: Bool, at now: ContinuousClock.Instant) {
        since = isStuck ? since ?? now : nil
    }

    /// How much longer it waits.
    ///
    /// - Returns: zero where it has waited enough; `nil` if it waits for nothing.
    func wait(at now: ContinuousClock.Instant) -> Duration? {
        since.map { max(.zero, Self.limit - $0.duration(to: now)) }
    }
}
