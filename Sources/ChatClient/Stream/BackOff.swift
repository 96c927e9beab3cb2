/// How long to wait before the next try: exponential with full jitter, so that ten thousand clients
/// of a server that comes back do not all come at once.
///
/// The n-th wait is drawn evenly between nothing and a ceiling that doubles from ``shortest`` to
/// ``longest``. A value has no clock: who asks it sleeps.
package struct BackOff: Hashable, Sendable {
    /// The first ceiling: a server that only hiccuped is back within it.
    package static let shortest = Duration.milliseconds(250)
    /// The last ceiling: a server that was away for an hour is found again within it.
    package static let longest = Duration.seconds(16)

    private var ceiling = shortest

    /// Makes one that has seen no failure.
    package init() {}

    /// Counts a failure.
    ///
    /// - Returns: how long to wait, 0 to ``longest``.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let share = Double.random(in: 0...1, using: &generator)
        let wait = ceiling * share
        ceiling = min(ceiling * 2, Self.longest)
        return wait
    }

    /// Forgets the failures, after a success.
    package mutating func reset() {
        ceiling = Self.shortest
    }
}
