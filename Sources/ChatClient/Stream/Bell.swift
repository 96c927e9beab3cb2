import Synchronization

/// Wakes whoever waits: a counter that can be waited on, so that a ring before the wait is not
/// lost.
///
/// An `AsyncStream` ends for good when one of its readers is cancelled; this does not.
package final class Bell: Sendable {
    private struct State {
        var rings = 0
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Makes a bell that has not rung.
    package init() {}

    /// How often it has rung.
    package var rings: Int { state.withLock { $0.rings } }

    /// Wakes all who wait.
    package func ring() {
        let woken = state.withLock { state in
            state.rings += 1
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in woken { waiter.resume() }
    }

    /// Waits until it has rung more than `seen` times, or the task is cancelled.
    ///
    /// - Parameter seen: what ``rings`` was before the caller looked at what the bell tells of.
    package func wait(past seen: Int) async {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.rings > seen || Task.isCancelled { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { $0.waiters.removeValue(forKey: waiter) }
            waiting?.resume()
        }
    }
}

extension Bell {
    /// Waits until it has rung more than `seen` times, time is up, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - seen: what ``rings`` was before the caller looked at what the bell tells of.
    ///   - limit: the longest wait.
    ///   - clock: measures it.
    /// - Returns: whether it rang.
    package func wait<Watch: Clock>(
        past seen: Int,
        atMost limit: Duration,
        by clock: Watch
    ) async -> Bool where Watch.Duration == Duration {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(past: seen) }
            group.addTask {
                // Cancelled means that the bell rang first.
                try? await clock.sleep(for: limit)
            }
            await group.next()
            group.cancelAll()
        }
        return rings > seen
    }
}
