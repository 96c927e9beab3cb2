import ChatStore
import Synchronization
import TestTools

/// What `onCommit` was given, in order.
final class CommitRecord: Sendable {
    private let commits = Recorder<Commit>()
    private let barrier = Mutex<Barrier?>(nil)

    /// All of it so far.
    var all: [Commit] { commits.all }

    /// Holds the thread that brings the next commit.
    func hold(at barrier: Barrier) { self.barrier.withLock { $0 = barrier } }

    func add(_ commit: Commit) {
        barrier.withLock { $0.take() }?.pass()
        commits.record(commit)
    }

    /// Waits until a position was handed on.
    func reached(_ position: Int64) async {
        await commits.until { $0.last?.last ?? 0 >= position }
    }
}
