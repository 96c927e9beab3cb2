#if Postgres
import Dispatch
import Synchronization

/// One read while it goes on, which ends when nobody waits for it any more.
final class PostgresRead: Sendable {
    private struct State {
        var isGivenUp = false
        /// Of the connection that is read on now.
        var cancel: PostgresCancel?
    }

    private let state = Mutex(State())

    /// Whether nobody waits for it.
    var isGivenUp: Bool { state.withLock(\.isGivenUp) }

    /// Notes the connection that it goes on.
    ///
    /// - Parameter cancel: ends what is done there.
    /// - Throws: `cancelled` when nobody waits for it already.
    func begin(_ cancel: PostgresCancel?) throws(StoreError) {
        let isGivenUp = state.withLock { state in
            state.cancel = cancel
            return state.isGivenUp
        }
        if isGivenUp { throw .cancelled }
    }

    /// Forgets the connection: it is not told anything any more when this returns.
    func end() {
        state.withLock { $0.cancel = nil }
    }

    /// Ends the read.
    ///
    /// Does not block: another thread tells the server.
    func giveUp() {
        state.withLock { $0.isGivenUp = true }
        DispatchQueue.global().async { [self] in tellServer() }
    }

    /// Time after which the server is told again: it may have been between two statements.
    private static let pause = DispatchTimeInterval.milliseconds(20)

    /// Tells the server until the read is over.
    private func tellServer() {
        // The next read on the connection waits for the lock, and so is not ended for this one.
        let goesOn = state.withLock { state in
            state.cancel?.call()
            return state.cancel != nil
        }
        guard goesOn else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.pause) { [self] in tellServer() }
    }
}
#endif
