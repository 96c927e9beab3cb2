import NIOCore
import Synchronization

/// Whether a reader takes what is sent to it.
final class StallDetector: Sendable {
    private struct State {
        /// When the piece that is being written was begun, or last moved.
        var since: ContinuousClock.Instant?
        /// Bytes that the client's kernel had not taken then.
        var unsent = 0
    }

    private let state = Mutex(State())

    /// Notes that a piece is being written.
    ///
    /// - Returns: when.
    @discardableResult
    func began() -> ContinuousClock.Instant {
        let now = ContinuousClock.now
        state.withLock { $0.since = now }
        return now
    }

    /// Notes that it has been.
    func ended() {
        state.withLock { $0.since = nil }
    }

    /// Whether a piece has not moved for too long.
    ///
    /// - Parameters:
    ///   - deadline: how long is too long.
    ///   - unsent: bytes that the client's kernel has not taken, which tell of a reader that takes
    ///     a little; where they are not known 0, and only a whole piece counts.
    /// - Returns: true when nothing was taken for so long.
    func isStalled(
        for deadline: Duration,
        unsent: Int,
        _ now: ContinuousClock.Instant = .now
    ) -> Bool {
        state.withLock { state in
            guard let since = state.since else { return false }
            if unsent != state.unsent {
                state.unsent = unsent
                state.since = now
                return false
            }
            return now - since >= deadline
        }
    }
}
