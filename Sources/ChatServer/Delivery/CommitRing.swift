import DequeModule

/// The newest commits, for streams that are a little behind.
struct CommitRing {
    private var commits: Deque<CommitBatch> = []
    private var bytes = 0
    private let byteLimit: Int
    private let countLimit: Int

    /// Makes an empty ring.
    ///
    /// - Parameter byteLimit: bytes of memory; the oldest commits beyond it are forgotten.
    init(byteLimit: Int, countLimit: Int) {
        self.byteLimit = byteLimit
        self.countLimit = countLimit
    }

    /// The position before its oldest event: who has read up to there can read on from here.
    ///
    /// `nil` while it is empty.
    var start: Int64? { commits.first.map { $0.first - 1 } }

    /// Takes the newest commit, and forgets the oldest beyond the bounds.
    ///
    /// - Parameters:
    ///   - commit: follows the last one without a hole.
    ///   - forget: told of each commit that is forgotten, oldest first.
    mutating func append(_ commit: CommitBatch, forgetting forget: (CommitBatch) -> Void) {
        commits.append(commit)
        bytes += commit.bytes
        while commits.count > 1, commits.count > countLimit || bytes > byteLimit {
            let oldest = commits.removeFirst()
            bytes -= oldest.bytes
            forget(oldest)
        }
    }

    /// The commits that hold something after a position, oldest first.
    ///
    /// - Parameter position: at or after ``start``.
    /// - Returns: maybe none.
    /// - Complexity: O(log commits).
    func commits(after position: Int64) -> Deque<CommitBatch>.SubSequence {
        var low = commits.startIndex
        var high = commits.endIndex
        while low < high {
            let middle = (low + high) / 2
            if commits[middle].last > position { high = middle } else { low = middle + 1 }
        }
        return commits[low...]
    }
}
