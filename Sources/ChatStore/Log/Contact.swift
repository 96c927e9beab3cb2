/// Whether the log answered when it was asked last.
package enum Contact: Sendable, Hashable {
    case held
    /// Not since a moment.
    case lost(since: ContinuousClock.Instant)

    /// Whether it has been lost for at least so long.
    ///
    /// - Returns: false while it is held.
    package func isLost(for duration: Duration, at now: ContinuousClock.Instant = .now) -> Bool {
        guard case .lost(let since) = self else { return false }
        return since.duration(to: now) >= duration
    }

    /// What is left of a wait that began when it was lost.
    ///
    /// - Returns: all of it while contact is held; zero when it is over.
    func left(of wait: Duration, at now: ContinuousClock.Instant = .now) -> Duration {
        guard case .lost(let since) = self else { return wait }
        return max(.zero, wait - since.duration(to: now))
    }

    /// Notes that it is lost, unless it was before.
    mutating func lose(at now: ContinuousClock.Instant = .now) {
        if self == .held { self = .lost(since: now) }
    }
}

extension StoreError {
    /// Whether the log did not answer; a refusal, and a disk that is full, are answers.
    package var isLossOfContact: Bool {
        switch self {
        case .unavailable, .unreachable, .outcomeUnknown, .damaged: true
        default: false
        }
    }
}
