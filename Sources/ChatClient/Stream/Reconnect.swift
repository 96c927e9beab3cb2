import ChatProtocol

/// Decides after a stream's end when the next one is opened.
///
/// Pure: the randomness is given, and who asks it sleeps.
struct Reconnect: Sendable {
    /// The longest wait that a server can ask for, in seconds: a wrong number must not silence a
    /// client for a day.
    static let waitLimit = 300
    /// A stream that lived this long was a success: the next wait is a short one again.
    static let settled = Duration.seconds(5)

    private var backOff = BackOff()

    /// How long to wait after a stream's end.
    ///
    /// - Parameter lived: how long it was open; zero if it never was.
    /// - Returns: the wait; `nil` if coming back makes no sense until someone asks for it.
    mutating func wait(
        after end: StreamEnd,
        lived: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        if lived >= Self.settled { backOff.reset() }
        switch end {
        case .bye(let bye):
            guard bye.reconnect else { return nil }
            return asked(bye.retryAfter) + backOff.next(using: &generator)
        case .refused(let problem) where problem.status == 401:
            // Only another name or a sign-in helps, and each try counts as one that failed.
            return nil
        case .refused(let problem) where problem.isPermanent:
            // Asking the same again soon is of no use, but a server may be set right.
            return BackOff.longest + backOff.next(using: &generator)
        case .refused(let problem):
            return asked(problem.retryAfter) + backOff.next(using: &generator)
        case .cutOff, .silent, .unreachable, .garbled:
            return backOff.next(using: &generator)
        }
    }

    /// Someone asked for a try at once: the waits begin anew.
    mutating func reset() {
        backOff.reset()
    }

    private func asked(_ seconds: Int?) -> Duration {
        .seconds(min(max(0, seconds ?? 0), Self.waitLimit))
    }
}
