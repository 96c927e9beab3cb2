package import ChatProtocol

/// What one transaction added to the log: durable, and not yet told to those who posted it.
package struct Commit: Sendable, Hashable {
    /// In order of position, each with its cursor; none where all were of rooms that another
    /// process has taken away since.
    package let events: [DurableEvent]
    /// The position that follows the commit before: of the first event, unless it was left out.
    package let first: Int64
    /// The position of the last event, left out or not: `first...last` has no hole, within or to
    /// the commit before.
    package let last: Int64
    /// How long the transaction took; zero where nobody looked.
    package let duration: Duration
    /// Whether this process wrote it, and counts it: each event is counted by one process.
    package let isOwn: Bool
    /// When the rooms were made whose first events are here, which is in no event: what is imported
    /// has times of its own.
    package let madeAt: [RoomName: Timestamp]
    /// What is to be known first.
    ///
    /// `nil` for nothing. Where there is no more than that, ``last`` is before ``first``.
    package let news: LogNews?

    /// Makes a commit.
    ///
    /// - Parameters:
    ///   - events: in order of position, without those of rooms that were taken away since.
    ///   - first: the position of the first, left out or not.
    ///   - last: the position of the last, left out or not.
    ///   - isOwn: whether this process wrote it.
    ///   - madeAt: when the rooms were made whose first events are here.
    ///   - news: what is to be known first.
    package init(
        events: [DurableEvent],
        first: Int64,
        last: Int64,
        duration: Duration = .zero,
        isOwn: Bool = true,
        madeAt: [RoomName: Timestamp] = [:],
        news: LogNews? = nil
    ) {
        self.events = events
        self.first = first
        self.last = last
        self.duration = duration
        self.isOwn = isOwn
        self.madeAt = madeAt
        self.news = news
    }

    /// Makes a commit of what this process wrote; `nil` without an event.
    ///
    /// - Parameters:
    ///   - events: in order of position, each with its cursor.
    ///   - madeAt: when the rooms were made whose first events are here.
    init?(_ events: [DurableEvent], in duration: Duration, madeAt: [RoomName: Timestamp]) {
        guard let first = events.first?.cursor?.position, let last = events.last?.cursor?.position
        else { return nil }
        self.init(events: events, first: first, last: last, duration: duration, madeAt: madeAt)
    }
}
