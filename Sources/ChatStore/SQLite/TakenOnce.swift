import Synchronization

/// A value that one thread gives to another, which takes it once and lets it go when it is done.
///
/// A queue keeps the closure that it ran until after the one who waits for it went on. What such a
/// closure holds may then end on the queue's thread; a database must not, since it waits for its
/// queues to close.
final class TakenOnce<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    /// Holds a value until it is taken.
    init(_ value: Value) { self.value = Mutex(value) }

    /// Gives the value away.
    ///
    /// - Returns: `nil` when it was taken before.
    func take() -> Value? {
        value.withLock { value in
            defer { value = nil }
            return value
        }
    }
}
