import Dispatch
import NIOCore
import Synchronization

/// Keeps the thread that commits in step with the event loops that deliver.
final class CommitPace: Sendable {
    private struct State {
        var share: DeliveryShare
        /// True while the thread waits, and has not been woken.
        var isWaiting = false
    }

    private let state: Mutex<State>
    private let bell = DispatchSemaphore(value: 0)
    private let whenWaiting: @Sendable (CommitPace) -> Void

    /// Makes one for loops on which nothing waits.
    ///
    /// - Parameters:
    ///   - whenWaiting: told on the thread that commits each time that it is about to sleep.
    init(_ share: DeliveryShare, whenWaiting: @escaping @Sendable (CommitPace) -> Void = { _ in }) {
        state = Mutex(State(share: share))
        self.whenWaiting = whenWaiting
    }

    /// Notes how far a loop has come, and lets the commit that waited for it go on.
    ///
    /// Does not suspend; for some nanoseconds another loop's note may be in the way.
    ///
    /// - Parameters:
    ///   - since: since when the oldest of what counts waits there; `nil` when nothing does.
    func note(_ since: NIODeadline?, on loop: Int) {
        let mustWake = state.withLock { state in
            state.share.note(since, on: loop)
            guard state.isWaiting, state.share.mayCommit(at: .now()) else { return false }
            state.isWaiting = false
            return true
        }
        if mustWake { bell.signal() }
    }

    /// Waits until the next commit may begin.
    ///
    /// Blocks its thread for as long as ``DeliveryShare`` says.
    ///
    /// - Returns: for how long; zero if it did not wait.
    func waitForTurn() -> Duration {
        while true {
            let step = state.withLock { state in
                let step = state.share.step(at: .now())
                if case .wait = step { state.isWaiting = true }
                return step
            }
            switch step {
            case .commit(let pause): return .nanoseconds(pause.nanoseconds)
            case .wait(let time): sleep(for: time)
            }
        }
    }

    private func sleep(for time: TimeAmount) {
        whenWaiting(self)
        let deadline = DispatchTime.now() + .nanoseconds(Int(time.nanoseconds))
        guard bell.wait(timeout: deadline) == .timedOut else { return }
        let isWoken = state.withLock { state in
            defer { state.isWaiting = false }
            return !state.isWaiting
        }
        // Whoever woke it in this moment rings, and the next sleep must not hear that.
        if isWoken { bell.wait() }
    }
}
