import Dispatch
import Synchronization

/// A value that threads change and one test waits for, without asking again and again.
final class Watched<Value: Sendable>: Sendable {
    private struct State: Sendable {
        var value: Value
        /// Counts the changes, so that one between looking and waiting is not missed.
        var changes = 0
        var waiter: CheckedContinuation<Bool, Never>?
        /// Counts the waits, so that the time limit of an old one does not end a new one.
        var waits = 0

        mutating func takeWaiter() -> CheckedContinuation<Bool, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }

    private let state: Mutex<State>

    /// Begins with a value.
    init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    /// The value now.
    var value: Value { state.withLock(\.value) }

    /// Changes the value and wakes who waits.
    func change(_ body: (inout Value) -> Void) {
        let waiter = state.withLock { state in
            body(&state.value)
            state.changes += 1
            return state.takeWaiter()
        }
        waiter?.resume(returning: true)
    }

    /// Waits until the value holds something.
    ///
    /// Suspends. One wait at a time.
    ///
    /// - Parameters:
    ///   - limit: how long at most.
    ///   - find: looks for it, and may take it out; called after each change.
    /// - Returns: what was found; `nil` when the time is up.
    func wait<Found>(
        within limit: Duration,
        for find: (inout Value) throws -> Found?
    ) async rethrows -> Found? {
        let deadline = ContinuousClock.now + limit
        while true {
            var seen = 0
            let found = try state.withLock { state in
                seen = state.changes
                return try find(&state.value)
            }
            if let found { return found }
            guard await changed(since: seen, by: deadline) else { return nil }
        }
    }

    private func changed(since seen: Int, by deadline: ContinuousClock.Instant) async -> Bool {
        let left = deadline - .now
        guard left > .zero else { return false }
        return await withCheckedContinuation { continuation in
            let wait: Int? = state.withLock { state in
                guard state.changes == seen else { return nil }
                state.waiter = continuation
                state.waits += 1
                return state.waits
            }
            guard let wait else { return continuation.resume(returning: true) }
            // Long after most waits are over: what was waited for is not kept until then.
            let end = DispatchTime.now() + left / .seconds(1)
            DispatchQueue.global().asyncAfter(deadline: end) { [weak self] in
                self?.giveUp(wait)
            }
        }
    }

    private func giveUp(_ wait: Int) {
        let waiter = state.withLock { state in
            state.waits == wait ? state.takeWaiter() : nil
        }
        waiter?.resume(returning: false)
    }
}
