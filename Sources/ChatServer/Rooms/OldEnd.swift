import ChatProtocol

/// What goes from a room's old end at some time, as its retention says: pure.
struct OldEnd: Equatable, Sendable {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// Events up to this number go; `nil` for none by number.
    let through: Int64?
    /// Older events go, up to the first that is not; `nil` for none by time.
    let before: Timestamp?

    /// Finds what goes.
    init(of facts: RoomFacts, at now: Timestamp) {
        let kept = facts.retention
        through = kept.events.map { max(0, facts.newest - $0) }
        before = kept.days.map { days in
            let (kept, isEver) = days.multipliedReportingOverflow(by: Self.dayMilliseconds)
            // What is kept for longer than there is time is kept.
            return Timestamp(milliseconds: isEver ? .min : now.milliseconds &- kept)
        }
    }

    /// Whether there is something to remove.
    ///
    /// The newest event always stays.
    ///
    /// - Returns: `nil` where it depends on when the oldest event was written, and nobody has
    ///   looked.
    func isDue(in facts: RoomFacts) -> Bool? {
        guard facts.oldest < facts.newest else { return false }
        if let through, through >= facts.oldest { return true }
        guard before != nil else { return false }
        return facts.oldestAt.map(isOver)
    }

    /// Whether what was written at a time is older than what is kept.
    ///
    /// - Returns: false where nothing goes by time.
    func isOver(_ time: Timestamp) -> Bool { before.map { time < $0 } ?? false }
}
