import Synchronization

/// A number that a scripted server counts with.
final class Counter: Sendable {
    private let value = Mutex(0)

    /// Adds to it, and gives what it is then.
    @discardableResult
    func add(_ amount: Int) -> Int {
        value.withLock { value in
            value += amount
            return value
        }
    }
}
