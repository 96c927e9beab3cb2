/// What the publishers of one run found.
struct PublisherResult: Sendable {
    /// Posts acknowledged, by publisher and then by room.
    var acknowledged: [[UInt32]] = []
    var posted = 0
    var acknowledgedCount = 0
    var acknowledgedInWindow = 0
    var failed = 0
    /// Posts still without an answer at the end.
    var unanswered = 0
    /// Posts that were due and never sent.
    var unsent = 0
    /// From when a post was due until it was sent.
    var sendDelay = Histogram()
    var latency = Histogram()
}
