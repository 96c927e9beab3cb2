/// How far a stream has come in the log, and what it is to do next: the whole rule of joining live
/// without a loss, a double or a change of order.
///
/// A stream is a position, not a mailbox. Whoever adds one to a shard takes the shard's head in the
/// same iteration of the loop, so that from then on each commit reaches it, while a catch-up read
/// covers exactly what lies between its position and the head at the time of asking. Pure.
struct StreamProgress: Hashable, Sendable {
    /// All that the stream is to see up to here has been written.
    private(set) var position: Int64
    /// True once replay has ended and `live` was written.
    private(set) var isLive = false
    /// True while a catch-up read is under way; nothing else may be written meanwhile.
    private(set) var isReading = false
    /// Begins a stream.
    ///
    /// - Parameter position: of the last event that it is not to see.
    init(position: Int64) {
        self.position = position
    }

    /// What to do next.
    enum Step: Hashable {
        /// Nothing is left; wait for the next commit. `becameLive`: replay ended just now.
        case wait(becameLive: Bool)
        /// Write what the loop remembers of the rooms after the position.
        case writeRemembered(after: Int64)
        /// Read a page of the log, `after < position <= through`.
        case read(after: Int64, through: Int64)
        /// A read is under way.
        case none
    }

    /// Decides what to do when the stream can be written to.
    ///
    /// - Parameters:
    ///   - head: the newest position that the shard has seen.
    ///   - horizon: what the shard remembers of the stream's rooms.
    /// - Returns: the next step; reading and waiting are noted as begun.
    mutating func next(head: Int64, horizon: Horizon) -> Step {
        guard !isReading else { return .none }
        guard position >= horizon.floor else { return read(through: head) }
        return position >= horizon.newest ? arrive() : .writeRemembered(after: position)
    }

    /// Tells whether nothing waits for the stream: its position then counts as the head's.
    ///
    /// - Parameter horizon: what the shard remembers of the stream's rooms.
    /// - Returns: true for a live stream that has seen everything.
    func isCaughtUp(_ horizon: Horizon) -> Bool {
        isLive && !isReading && position >= horizon.newest && position >= horizon.floor
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

    /// Notes that the page that was asked for is of no use, and has to be asked for again.
    mutating func pageDropped() { isReading = false }

    /// Where a client resumes.
    ///
    /// - Parameters:
    ///   - head: the newest position that the shard has seen.
    ///   - horizon: what the shard remembers of the stream's rooms.
    /// - Returns: the position up to which nothing is missing.
    func resume(head: Int64, horizon: Horizon) -> Int64 {
        isCaughtUp(horizon) ? max(position, head) : position
    }

    private mutating func read(through target: Int64) -> Step {
        isReading = true
        return .read(after: position, through: target)
    }

    private mutating func arrive() -> Step {
        let becameLive = !isLive
        isLive = true
        return .wait(becameLive: becameLive)
    }
}

/// What a shard remembers of a stream's rooms: of every event of theirs after ``floor`` it has the
/// bytes.
struct Horizon: Hashable, Sendable {
    /// A stream that stands before it has to ask the store.
    var floor: Int64
    /// The position of their newest event, as far as the shard has heard; ``floor`` or later.
    var newest: Int64
}
