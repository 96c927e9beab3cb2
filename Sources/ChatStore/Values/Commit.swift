package import ChatProtocol

/// What one transaction added to the log: durable, and not yet told to those who posted it.
package struct Commit: Sendable, Hashable {
    /// One or more, in order of position, each with its cursor.
    package let events: [DurableEvent]
    /// The position of the first event.
    package let first: Int64
    /// The position of the last event: `first...last` has no hole, within or to the commit before.
    package let last: Int64
    /// How long the transaction took; zero where nobody looked.
    package let duration: Duration

    /// Makes a commit.
    ///
    /// - Parameters:
    ///   - events: one or more, in order of position.
    ///   - first: the position of the first.
    ///   - last: the position of the last.
    ///   - duration: of the transaction.
    package init(
        events: [DurableEvent],
        first: Int64,
        last: Int64,
        duration: Duration = .zero
    ) {
        self.events = events
        self.first = first
        self.last = last
        self.duration = duration
    }
}
