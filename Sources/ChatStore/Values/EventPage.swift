package import ChatProtocol

/// What an ``EventQuery`` found.
package struct EventPage: Sendable, Hashable {
    /// In the order that the query names, each with its cursor.
    package var events: [DurableEvent]
    /// True when the part that was asked for holds no further event that is wanted.
    ///
    /// False when ``EventQuery/limit``, ``EventQuery/byteLimit`` or what a filtered page may look
    /// at ended the page: the next one begins after ``end``.
    package var isWhole: Bool
    /// The last event that was looked at, wanted or not; `nil` when there was none.
    package var end: Place?
    /// What the events count for ``EventQuery/byteLimit``.
    package var bytes = 0
    /// What was removed behind the place from which the page was read; a page says it where
    /// ``EventQuery/tellsCuts`` asks for it.
    package var cuts: [RoomCut] = []

    /// An event by both of its numbers.
    package struct Place: Sendable, Hashable {
        package var position: Int64
        package var seq: Int64
    }

    /// Makes a page.
    ///
    /// - Parameter isWhole: whether nothing more is there.
    package init(events: [DurableEvent], isWhole: Bool) {
        self.events = events
        self.isWhole = isWhole
    }
}
