import Glibc
import Synchronization

/// A thread of its own for a loop that blocks, which the concurrency pool must not.
///
/// Proof of safety: the box is retained for the thread and released by it, and `join` consumes the
/// value, so that the thread is joined once.
@safe
struct LoopThread<Value: Sendable>: ~Copyable {
    private let thread: pthread_t
    private let result: Result

    private final class Result: Sendable {
        let value = Mutex<Value?>(nil)
    }

    /// Starts it.
    ///
    /// - Parameter body: what it does; it ends by itself once the run is over.
    /// - Throws: `LoadError` when the kernel gives no thread.
    init(_ body: @escaping @Sendable () -> Value) throws(LoadError) {
        let result = Result()
        self.result = result
        let start = ThreadStart {
            let value = body()
            result.value.withLock { $0 = value }
        }
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(start)
        let number = unsafe pthread_create(
            &thread,
            nil,
            { box in
                guard let box = unsafe box else { return nil }
                unsafe Unmanaged<ThreadStart>.fromOpaque(box).takeRetainedValue().body()
                return nil
            },
            box.toOpaque()
        )
        self.thread = thread
        guard number == 0 else { throw LoadError("pthread_create: \(number)") }
    }

    /// Blocks until the thread has ended.
    ///
    /// - Returns: what it made.
    consuming func join() -> Value? {
        pthread_join(thread, nil)
        return result.value.withLock { $0 }
    }
}

/// A closure as an object, to be handed through C.
private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void

    /// Keeps the closure.
    ///
    /// - Parameter body: what the thread does.
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
