import ChatStore
import Synchronization

/// What `onCommit` was given, in order.
final class CommitRecord: Sendable {
    private let commits = Mutex<[Commit]>([])

    /// All of it so far.
    var all: [Commit] { commits.withLock { $0 } }

    func add(_ commit: Commit) {
        commits.withLock { $0.append(commit) }
    }
}
