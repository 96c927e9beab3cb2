import Synchronization

/// How many answers there were of each status since the start.
///
/// Counted once an answer, by event loops and tasks: a lock that is held for some nanoseconds.
final class AnswerCounts: Sendable {
    /// The statuses of HTTP; others are not counted.
    ///
    /// Source: RFC 9110, section 15.
    private static let statuses = 100...599

    private let counts = Mutex([Int](repeating: 0, count: statuses.count))

    /// Counts an answer.
    ///
    /// Does not suspend.
    func add(_ status: Int) {
        guard Self.statuses ~= status else { return }
        counts.withLock { $0[status - Self.statuses.lowerBound] &+= 1 }
    }

    /// The statuses that there were, in order, each with its answers; does not suspend.
    var byStatus: [Answered] {
        zip(Self.statuses, counts.withLock { $0 })
            .filter { $1 > 0 }
            .map { Answered(status: $0, count: $1) }
    }
}

/// The answers of one status.
struct Answered: Hashable, Sendable {
    let status: Int
    let count: Int
}
