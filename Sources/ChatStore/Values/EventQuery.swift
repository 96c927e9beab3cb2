package import ChatProtocol

/// A page of the log: which part, which events of it, and how many.
///
/// A filter costs a look at each event of the part, so a page of a filtered query may end before
/// its limit: ``EventPage/end`` tells where the next one begins.
package struct EventQuery: Sendable, Hashable {
    /// The most events in a page; a larger `limit` is brought down to it.
    ///
    /// One page holds at most 16 MB of messages.
    package static let pageLimit = 1000

    /// The part of the log.
    package enum Span: Sendable, Hashable {
        /// Rooms together, in order of position, from after one position through another.
        ///
        /// At most ``Limits/streamRooms`` rooms; more are refused with `tooManyRooms`.
        case positions(rooms: [RoomName], after: Int64, through: Int64)
        /// One room between two numbers, neither of them included.
        case seqs(room: RoomName, after: Int64, before: Int64, newestFirst: Bool)
    }

    package var span: Span
    package var filter: EventFilter
    /// Events in the page, 1 to ``pageLimit``.
    package var limit: Int
    /// Bytes after which a page ends, of its events' texts and ``eventBytes`` for each; `nil` is no
    /// such bound.
    ///
    /// A page holds one event at least, and the one that passes the bound is its last.
    package var byteLimit: Int?
    /// What a page may hold that is one answer, made and held as a whole, in the measure of
    /// ``byteLimit``; in JSON it may be six times as long.
    package static let answerBytes = 1024 * 1024
    /// Whether messages are read as they were said or as they are now.
    package var view = EventView.said
    /// When the room was made that is meant, of a query of one room; `nil` for any of the name.
    ///
    /// Where another one has the name by now, or none, it is refused with `roomNotFound`.
    package var roomMadeAt: Timestamp?
    /// The position at which the page before this one ended, of a query of one room whose pages are
    /// to be whole together; `nil` for any other.
    ///
    /// Where what followed it was removed since, it is refused with `eventsRemoved`.
    package var goesOnFrom: Int64?
    /// Whether the page says which rooms have lost events behind the position that it begins at.
    package var tellsCuts = false

    /// Events that one page of a filtered query looks at, and the bytes of texts in which it looks
    /// for a ``EventFilter/match``; the page ends with the event that passes either.
    package static let scanEvents = 4096
    package static let scanBytes = 1024 * 1024

    /// Events that the page looks at: without a filter those that it holds.
    var scanLimit: Int { filter.isEmpty ? limit : max(limit, Self.scanEvents) }

    /// What an event counts for a ``byteLimit`` beside the texts that a person chose, in bytes.
    package static let eventBytes = 128

    private init(_ span: Span, filter: EventFilter, limit: Int) {
        self.span = span
        self.filter = filter
        self.limit = min(max(limit, 1), Self.pageLimit)
    }

    /// What a stream reads: rooms together, oldest first.
    ///
    /// - Parameters:
    ///   - rooms: at most ``Limits/streamRooms``; one that does not exist is empty.
    ///   - position: the position after which to begin; 0 is before the first event.
    ///   - limit: events in the page, brought into 1 to ``pageLimit``.
    package static func positions(
        in rooms: [RoomName],
        after position: Int64,
        through last: Int64,
        filter: EventFilter = EventFilter(),
        limit: Int = Self.pageLimit
    ) -> EventQuery {
        let span = Span.positions(rooms: rooms, after: position, through: last)
        return EventQuery(span, filter: filter, limit: limit)
    }

    /// The same query of one room behind another number: how the next page is asked for.
    ///
    /// - Parameter seq: of the last event that is not wanted.
    /// - Returns: the query; itself where it is one of several rooms.
    package func after(_ seq: Int64) -> EventQuery {
        guard case .seqs(let room, _, let before, let newestFirst) = span else { return self }
        var query = self
        query.span = .seqs(room: room, after: seq, before: before, newestFirst: newestFirst)
        return query
    }

    /// The same query, of one room.
    package func reading(_ room: RoomName) -> EventQuery {
        var query = self
        switch span {
        case .positions(_, let after, let through):
            query.span = .positions(rooms: [room], after: after, through: through)
        case .seqs(_, let after, let before, let newestFirst):
            query.span = .seqs(room: room, after: after, before: before, newestFirst: newestFirst)
        }
        return query
    }

    /// What a page of history reads: one room, either way.
    ///
    /// - Parameters:
    ///   - room: one that does not exist is empty.
    ///   - after: only events with a larger `seq`.
    ///   - before: only events with a smaller `seq`; `nil` is no bound.
    ///   - newestFirst: true for the newest events of the part first, else the oldest first.
    ///   - limit: events in the page, brought into 1 to ``pageLimit``.
    package static func history(
        of room: RoomName,
        after: Int64 = 0,
        before: Int64? = nil,
        newestFirst: Bool = false,
        filter: EventFilter = EventFilter(),
        limit: Int
    ) -> EventQuery {
        let before = before ?? .max
        let span = Span.seqs(room: room, after: after, before: before, newestFirst: newestFirst)
        return EventQuery(span, filter: filter, limit: limit)
    }
}
