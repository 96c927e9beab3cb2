import AsyncSignals
import Synchronization

/// How far the log was handed on, and those who wait for more of it.
final class HandedOn: Sendable {
    private struct State {
        var position: Int64
        var nextWaiter = 0
        /// Bounded by the tasks that wait.
        var waiters: [Int: (position: Int64, told: AsyncStream<Void>.Continuation)] = [:]
    }

    private let state: Mutex<State>

    /// Begins with what was handed on before.
    init(_ position: Int64) {
        state = Mutex(State(position: position))
    }

    /// Notes that everybody has heard of more.
    ///
    /// - Complexity: O(those who wait).
    func moved(to position: Int64) {
        let told = state.withLock { state in
            state.position = position
            return state.waiters.values.filter { $0.position <= position }.map(\.told)
        }
        // Outside of the lock: a stream that ends takes it.
        for waiter in told { waiter.finish() }
    }

    /// Whether a position was handed on; does not suspend.
    ///
    /// - Returns: whether everybody has heard of it.
    func has(_ position: Int64) -> Bool { state.withLock { $0.position >= position } }

    /// Waits until a position was handed on.
    ///
    /// Suspends for as long; ends early when the task is cancelled.
    func reach(_ position: Int64, within limit: Duration) async -> Bool {
        await withinTime(limit) { await self.wait(for: position) }
        return has(position)
    }

    private func wait(for position: Int64) async {
        let (ends, told) = AsyncStream.makeStream(of: Void.self)
        let number = state.withLock { state in
            state.nextWaiter &+= 1
            state.waiters[state.nextWaiter] = (position, told)
            if state.position >= position { told.finish() }
            return state.nextWaiter
        }
        for await _ in ends {}
        state.withLock { _ = $0.waiters.removeValue(forKey: number) }
    }
}
