import ChatStore
import Synchronization

/// How long the log has not answered those who read it, and whether to wait on.
final class Outage: Sendable {
    private let patience: Duration
    private let since = Mutex<ContinuousClock.Instant?>(nil)

    /// Begins with a log that answers.
    ///
    /// - Parameter patience: how long an outage is waited out.
    init(patience: Duration) {
        self.patience = patience
    }

    /// Notes that the log answered.
    func end() {
        since.withLock { $0 = nil }
    }

    /// Notes a failure.
    ///
    /// - Returns: whether to try again: not for what another try does not change, nor beyond the
    ///   patience since the log answered last.
    func isToBeWaitedOut(after error: StoreError, at now: ContinuousClock.Instant = .now) -> Bool {
        switch error {
        case .unavailable, .unreachable, .tooManyWait: break
        default: return false
        }
        return since.withLock { since in
            let start = since ?? now
            since = start
            return start.duration(to: now) < patience
        }
    }
}
