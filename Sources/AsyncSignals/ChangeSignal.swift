import Synchronization

/// Wakes the tasks that wait for something to change.
///
/// It counts, so that a signal between a look and the wait for the next change is not lost. Signals
/// that a waiting task has not seen yet are as good as one.
package final class ChangeSignal: Sendable {
    private struct State {
        var count = 0
        var nextWaiter = 0
        /// Bounded by the tasks that wait.
        var waiters: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// Makes a signal that was never sent.
    package init() {}

    /// How often it was sent; does not suspend.
    package var count: Int { state.withLock { $0.count } }

    /// How many wait; does not suspend.
    package var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Wakes all who wait.
    ///
    /// Does not suspend.
    ///
    /// - Complexity: O(those who wait).
    package func send() {
        let woken = state.withLock { state in
            state.count &+= 1
            return Array(state.waiters.values)
        }
        // Outside of the lock: a stream that ends takes it.
        for waiter in woken { waiter.yield() }
    }

    /// The changes from now on, for one task.
    ///
    /// Does not suspend. The stream ends when it is dropped or its task is cancelled.
    ///
    /// - Returns: an element for one or more signals, and a first one at once.
    package func changes() -> AsyncStream<Void> {
        let (changes, waiter) = listen()
        waiter.yield()
        return changes
    }

    /// Waits until it was sent more than `seen` times, or the task is cancelled.
    ///
    /// - Parameter seen: what ``count`` was before the caller looked at what may change.
    package func wait(past seen: Int) async {
        let (changes, _) = listen()
        // A signal from here on is in the stream.
        guard count == seen else { return }
        for await _ in changes { return }
    }

    /// Waits until it was sent more than `seen` times, time is up, or the task is cancelled.
    ///
    /// - Parameter seen: what ``count`` was before the caller looked at what may change.
    package func wait(
        past seen: Int,
        atMost limit: Duration,
        by clock: some Clock<Duration>
    ) async -> Bool {
        await withinTime(limit, by: clock) { await self.wait(past: seen) }
        return count != seen
    }

    private func listen() -> (AsyncStream<Void>, AsyncStream<Void>.Continuation) {
        let (changes, waiter) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let number = state.withLock { state in
            state.nextWaiter &+= 1
            state.waiters[state.nextWaiter] = waiter
            return state.nextWaiter
        }
        waiter.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.waiters.removeValue(forKey: number) }
        }
        return (changes, waiter)
    }
}
