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
    private let connection: ResponseConnection?

    /// Makes the watch of one response.
    ///
    /// - Parameter connection: whose bytes can be looked at, which tells of a reader that takes a
    ///   little; else only a whole piece counts.
    init(connection: ResponseConnection?) {
        self.connection = connection
    }

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
    /// Suspends for a look at the connection.
    ///
    /// - Parameter deadline: how long is too long.
    /// - Returns: true when nothing was taken for so long.
    func isStalled(for deadline: Duration) async -> Bool {
        guard state.withLock({ $0.since }) != nil else { return false }
        let unsent = await connection?.unsentBytes() ?? 0
        return state.withLock { state in
            guard let since = state.since else { return false }
            if unsent != state.unsent {
                state.unsent = unsent
                state.since = .now
                return false
            }
            return ContinuousClock.now - since >= deadline
        }
    }
}
