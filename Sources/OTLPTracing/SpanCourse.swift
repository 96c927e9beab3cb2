import Logging

/// How it goes with a collector, and what the log is told of it: once that it takes nothing, and
/// once that it does again.
struct SpanCourse {
    private let queue: SpanQueue
    private let logger: Logger
    private var isAway = false
    /// Spans that were dropped when the collector went.
    private var droppedBefore = 0

    /// Begins well.
    init(queue: SpanQueue, logger: Logger) {
        self.queue = queue
        self.logger = logger
    }

    /// Takes note of what became of some spans.
    ///
    /// - Parameter tries: how often they were sent.
    /// - Returns: the seconds after which they are to be sent again; `nil` if they are done with.
    mutating func heard(_ outcome: SpanOutcome, of count: Int, _ tries: inout SpanTries) -> Int? {
        switch outcome {
        case .taken(let rejected):
            tell(isBack: rejected <= 0)
            queue.note(sent: count, rejected: rejected)
        case .refused(let reason):
            tell(isAway: reason)
            queue.note(dropped: count)
        case .later(let reason, let seconds):
            tell(isAway: reason)
            if let wait = tries.next(asked: seconds) { return wait }
            queue.note(dropped: count)
        }
        return nil
    }

    private mutating func tell(isAway reason: String) {
        guard !isAway else { return }
        isAway = true
        droppedBefore = queue.dropped
        logger.warning("the collector takes no spans", metadata: ["reason": "\(reason)"])
    }

    private mutating func tell(isBack isWhole: Bool) {
        guard isWhole else { return tell(isAway: "it rejects some of them") }
        guard isAway else { return }
        isAway = false
        logger.notice(
            "the collector takes spans again",
            metadata: ["dropped": "\(queue.dropped - droppedBefore)"]
        )
    }
}
