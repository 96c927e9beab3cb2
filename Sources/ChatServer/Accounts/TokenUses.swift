import ChatProtocol
import Synchronization

/// When tokens were used last, of those that were since the last time it was written down.
final class TokenUses: Sendable {
    private let times = Mutex<[String: Timestamp]>([:])

    /// Notes that a token was used; does not suspend.
    ///
    /// - Parameter id: of the token; there are no more than tokens.
    func note(_ id: String, at now: Timestamp) {
        times.withLock { $0[id] = now }
    }

    /// Takes what was noted.
    ///
    /// - Returns: the times by the tokens' identities.
    func take() -> [String: Timestamp] {
        times.withLock { times in
            let taken = times
            times = [:]
            return taken
        }
    }
}
