/// How far a stream has come in the log, and what it is to do next: the whole rule of joining live
/// without a loss, a double or a change of order.
///
/// A stream is a position, not a mailbox. Whoever adds one to a shard takes the shard's head in the
/// same turn of the loop, so that from then on each commit reaches it, while a catch-up read covers
/// exactly what lies between its position and the head at the time of asking. Pure.
struct StreamProgress: Hashable, Sendable {
    /// All that the stream is to see up to here has been written.
    private(set) var position: Int64
    /// True once replay has ended and `live` was written.
    private(set) var isLive = false
    /// True while a catch-up read is under way; nothing else may be written meanwhile.
    private(set) var isReading = false
    /// True while nothing waits for the stream: its position then counts as the head's.
    private(set) var isCaughtUp = false
    /// Where the stream ends; `nil` if it follows for ever.
    let end: Int64?

    /// Begins a stream.
    ///
    /// - Parameters:
    ///   - position: of the last event that it is not to see.
    ///   - end: the last position that it is to see; `nil` to follow.
    init(position: Int64, end: Int64?) {
        self.position = position
        self.end = end
    }

    /// What to do next.
    enum Step: Hashable {
        /// Nothing is left; wait for the next commit. `becameLive`: replay ended just now.
        case wait(becameLive: Bool)
        /// The end was reached.
        case end
        /// Write what the ring holds after the position.
        case writeFromRing(after: Int64)
        /// Read a page of the log, `after < position <= through`.
        case read(after: Int64, through: Int64)
        /// A read is under way.
        case none
    }

    /// Notes a commit with events for this stream.
    ///
    /// - Parameter first: the commit's first position.
    /// - Returns: true if the stream was waiting and must be served.
    mutating func committed(first: Int64) -> Bool {
        guard isCaughtUp else { return false }
        isCaughtUp = false
        // What lay between had nothing for this stream, or it would not have been caught up. A
        // stream that began past the shard's head must not be set back by the commits before it.
        position = max(position, first - 1)
        return true
    }

    /// Decides what to do when the stream can be written to.
    ///
    /// - Parameters:
    ///   - head: the newest position that the shard has seen.
    ///   - ringStart: the position before the oldest event in the ring; `nil` if that is empty.
    /// - Returns: the next step; reading and waiting are noted as begun.
    mutating func next(head: Int64, ringStart: Int64?) -> Step {
        guard !isReading else { return .none }
        // An end was committed before it was asked for, so it may be read before the shard hears of
        // it.
        let target = end ?? head
        if position >= target { return arrive() }
        if let ringStart, position >= ringStart { return .writeFromRing(after: position) }
        isReading = true
        return .read(after: position, through: target)
    }

    /// Notes that everything up to a position has been written.
    ///
    /// - Parameter position: not before the present one.
    mutating func wrote(through position: Int64) {
        self.position = max(self.position, position)
    }

    /// Notes that the page that was asked for has been written.
    ///
    /// - Parameter position: the position up to which it was complete.
    mutating func pageWritten(through position: Int64) {
        isReading = false
        wrote(through: position)
    }

    /// Where a client resumes.
    ///
    /// - Parameter head: the newest position that the shard has seen.
    /// - Returns: the position up to which nothing is missing.
    func resume(head: Int64) -> Int64 {
        isCaughtUp ? max(position, head) : position
    }

    private mutating func arrive() -> Step {
        if let end, position >= end { return .end }
        let becameLive = !isLive
        isLive = true
        isCaughtUp = true
        return .wait(becameLive: becameLive)
    }
}
