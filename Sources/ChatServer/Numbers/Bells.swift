import Synchronization

/// Wakes readers that wait for something new; a ring that nobody heard yet is as good as many.
final class Bells: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Begins to listen; it ends when the stream is dropped or its task is cancelled.
    ///
    /// Does not suspend.
    ///
    /// - Returns: an element for one or more rings, and a first one at once.
    func listen() -> AsyncStream<Void> {
        let (stream, bell) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let id = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = bell
            return state.next
        }
        bell.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
        }
        bell.yield()
        return stream
    }

    /// How many listen; does not suspend.
    var count: Int { state.withLock { $0.listeners.count } }

    /// Wakes everyone.
    ///
    /// Does not suspend.
    ///
    /// - Complexity: O(listeners).
    func ring() {
        // Outside of the lock: a termination takes it.
        for bell in state.withLock({ Array($0.listeners.values) }) { bell.yield() }
    }
}
