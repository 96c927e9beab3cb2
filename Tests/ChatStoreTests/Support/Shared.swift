import Synchronization

/// A value that a closure leaves for who called it.
final class Shared<Value: Sendable>: Sendable {
    private let held = Mutex<Value?>(nil)

    /// `nil` before it was set.
    var value: Value? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
