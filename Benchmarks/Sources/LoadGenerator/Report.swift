/// Latencies in milliseconds.
package struct Latency: Sendable, Codable {
    package var count: Int
    package var p50: Double
    package var p99: Double
    package var p999: Double
    package var max: Double

    /// Reads them off a histogram.
    ///
    /// - Parameter histogram: of nanoseconds.
    init(_ histogram: Histogram) {
        count = Int(histogram.total)
        p50 = Double(histogram.value(at: 0.5)) / 1e6
        p99 = Double(histogram.value(at: 0.99)) / 1e6
        p999 = Double(histogram.value(at: 0.999)) / 1e6
        max = Double(histogram.maximum) / 1e6
    }
}

/// What a group of streams received.
package struct StreamsReport: Sendable, Codable {
    package var streams: Int
    package var delivered: Int
    package var deliveriesPerSecond: Double
    package var bytesPerSecond: Double
    package var messagesPerRead: Double
    package var latency: Latency
    package var faults: Faults
}

/// What one run found.
package struct Report: Sendable, Codable {
    package var target: Target
    package var format: StreamFormat
    package var streams: Int
    package var rooms: Int
    package var publishers: Int
    package var pipeline: Int
    package var rate: Int
    package var size: Int
    package var seconds: Double

    /// Streams opened a second, from the first to the last.
    package var connectsPerSecond = 0.0
    package var postsPerSecond = 0.0
    package var posted = 0
    package var acknowledged = 0
    package var failed = 0
    package var unanswered = 0
    /// Posts that were due and never sent.
    package var unsent = 0
    package var postLatency: Latency?
    /// From when a post was due until it was sent; only where a rate is asked for.
    package var sendDelay: Latency?
    package var read: StreamsReport?
    /// Where streams come back: from the first connection until each had what it had missed, and
    /// until it was live.
    package var complete: Latency?
    package var live: Latency?
    package var stopped: StreamsReport?
    package var slow: StreamsReport?
    package var churned: StreamsReport?
    package var reopened = 0

    /// The server's CPU seconds within the measured part.
    package var serverUserSeconds: Double?
    package var serverSystemSeconds: Double?
    /// The server's memory before the streams, while they are idle, and after the run, in kB.
    package var memoryBefore: ProcessUse?
    package var memoryIdle: ProcessUse?
    package var memoryAfter: ProcessUse?
    package var residentKilobytesPerStream: Double?
    package var proportionalKilobytesPerStream: Double?
    /// The longest time in which not even the leading thread ran.
    package var longestStallSeconds = 0.0
    package var problems: [String] = []

    /// Whether every acknowledged message reached every stream once and in order.
    package var isClean: Bool {
        let groups = [read, stopped, slow, churned].compactMap { $0 }
        return problems.isEmpty && failed == 0 && unanswered == 0 && unsent == 0
            && groups.allSatisfy { $0.faults.isClean }
    }
}

extension Report {
    /// Takes over what the server spent between two looks.
    ///
    /// - Parameters:
    ///   - before: the first; `nil` where no process is known.
    ///   - after: the second.
    mutating func fill(from before: ProcessUse?, to after: ProcessUse?) {
        guard let before, let after else { return }
        serverUserSeconds = after.userSeconds - before.userSeconds
        serverSystemSeconds = after.systemSeconds - before.systemSeconds
    }

    /// Takes over what the publishers found.
    ///
    /// - Parameters:
    ///   - posts: their result.
    ///   - seconds: the length of the measured part.
    mutating func fill(_ posts: PublisherResult, seconds: Double) {
        postsPerSecond = Double(posts.acknowledgedInWindow) / seconds
        posted = posts.posted
        acknowledged = posts.acknowledgedCount
        failed = posts.failed
        unanswered = posts.unanswered
        unsent = posts.unsent
        postLatency = Latency(posts.latency)
        if rate > 0 { sendDelay = Latency(posts.sendDelay) }
    }
}
