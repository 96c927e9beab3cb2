import ChatStore
import Synchronization

/// What `onCommit` was given, in order.
final class CommitRecord: Sendable {
    private struct State {
        var commits: [Commit] = []
        var barrier: Barrier?
        var watchers: [(position: Int64, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// All of it so far.
    var all: [Commit] { state.withLock { $0.commits } }

    /// Holds the thread that brings the next commit.
    func hold(at barrier: Barrier) { state.withLock { $0.barrier = barrier } }

    func add(_ commit: Commit) {
        state.withLock { $0.barrier.take() }?.pass()
        let reached = state.withLock { state in
            state.commits.append(commit)
            let reached = state.watchers.filter { $0.position <= commit.last }
            state.watchers.removeAll { $0.position <= commit.last }
            return reached
        }
        for watcher in reached { watcher.continuation.resume() }
    }

    /// Waits until a position was handed on.
    func reached(_ position: Int64) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.commits.last?.last ?? 0 >= position { return true }
                state.watchers.append((position, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
