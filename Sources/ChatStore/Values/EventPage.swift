package import ChatProtocol

/// What an ``EventQuery`` found.
package struct EventPage: Sendable, Hashable {
    /// In the order that the query names, each with its cursor.
    package var events: [DurableEvent]
    /// True when the part that was asked for holds no further event that is wanted.
    ///
    /// False when ``EventQuery/limit`` or ``EventQuery/byteLimit`` ended the page: the next one
    /// begins after its last event.
    package var isWhole: Bool

    /// Makes a page.
    ///
    /// - Parameters:
    ///   - events: in the query's order.
    ///   - isWhole: whether nothing more is there.
    package init(events: [DurableEvent], isWhole: Bool) {
        self.events = events
        self.isWhole = isWhole
    }
}
