import Synchronization

/// How many lines the log takes of one message, and of all: some at once, then one now and then.
final class LogBudget: Sendable {
    /// Lines of one message at once; then one a second.
    static let lines = 20
    /// Lines of all messages at once; then ``linesPerSecond``.
    static let allLines = 200
    /// Lines of all messages a second.
    static let linesPerSecond = 10
    /// Messages that are told apart, more than can be short of lines at a time.
    static let messages = 1024

    /// What is left of a budget, which comes back by and by.
    private struct Account {
        let most: Int
        let perSecond: Int
        /// Since when it has been as it is.
        var since: ContinuousClock.Instant
        var left: Int
        var leftOut = 0

        init(most: Int, perSecond: Int, at now: ContinuousClock.Instant) {
            (self.most, self.perSecond, since, left) = (most, perSecond, now, most)
        }

        mutating func comeBack(_ now: ContinuousClock.Instant) {
            let passed = max(.zero, since.duration(to: now))
            let seconds = Int(clamping: passed.components.seconds)
            guard seconds > 0 else { return }
            left = seconds >= most ? most : min(most, left + seconds * perSecond)
            since = now
        }
    }

    private struct State {
        var all: Account?
        var byMessage: [String: Account] = [:]
    }

    private let state = Mutex(State())

    /// Takes a line.
    ///
    /// Does not suspend.
    ///
    /// - Parameter message: what happened, the same each time.
    /// - Returns: how many lines of this message, and of those that nothing is known of, were left
    ///   out before this one; `nil` if this one is to be.
    func take(_ message: String, at now: ContinuousClock.Instant) -> Int? {
        state.withLock { state in
            var all =
                state.all ?? Account(most: Self.allLines, perSecond: Self.linesPerSecond, at: now)
            all.comeBack(now)
            defer { state.all = all }
            var own = state.byMessage[message] ?? Account(most: Self.lines, perSecond: 1, at: now)
            own.comeBack(now)
            guard own.left > 0, all.left > 0 else {
                // What has no line yet is not remembered by its message: there is no end to those.
                guard state.byMessage[message] != nil else {
                    all.leftOut += 1
                    return nil
                }
                own.leftOut += 1
                state.byMessage[message] = own
                return nil
            }
            let leftOut = own.leftOut + all.leftOut
            own.left -= 1
            all.left -= 1
            (own.leftOut, all.leftOut) = (0, 0)
            state.byMessage[message] = own
            if state.byMessage.count > Self.messages { state.byMessage = [message: own] }
            return leftOut
        }
    }
}
