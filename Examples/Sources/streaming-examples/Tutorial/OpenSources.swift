import Synchronization

/// What generators have open, for a look whether each is closed again.
final class OpenSources: Sendable {
    private let open = Mutex(0)

    /// How many are open.
    var count: Int { open.withLock { $0 } }

    /// Opens one.
    func add() { open.withLock { $0 += 1 } }

    /// Closes one.
    func remove() { open.withLock { $0 -= 1 } }
}
