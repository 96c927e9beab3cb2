import ChatProtocol
import ChatStore

/// The part of a room's log that a request asks for, by the numbers of its events.
struct SeqBounds: Hashable, Sendable {
    /// The part begins behind this number; `nil` is no bound.
    var after: Int64?
    /// The part ends before this number; `nil` is no bound.
    var before: Int64?
    /// Half of the part lies before this number; `nil` where one of the others says it.
    var around: Int64?

    /// Reads `after`, `before`, `around`, `since` and `tail`.
    ///
    /// Suspends to look into the log for the last two.
    ///
    /// - Throws: `400`, `410 cursor_gone`, or the store's problem.
    init(services: Services, reader: Reader, parameters: QueryParameters) async throws(Problem) {
        after = try parameters.number("after")
        before = try parameters.number("before")
        around = try parameters.number("around")
        guard around == nil || after == nil && before == nil else {
            throw .badParameter("around", "without before and after")
        }
        let start = StreamStart(services: services, parameters: parameters)
        guard start.isAsked else { return }
        guard after == nil, around == nil else {
            throw .badParameter("since", "without after and around, and so tail")
        }
        guard before == nil || parameters["tail"] == nil else {
            throw .badParameter("tail", "without before: limit says how many before it")
        }
        after = try await Self.seq(before: start, reader)
    }

    /// The number of the event before those that a reader is to see.
    ///
    /// What cannot be resumed is refused: rows have no place to tell of it.
    ///
    /// Suspends to look into the log.
    ///
    /// - Returns: 0 or more.
    /// - Throws: `400`, `410 cursor_gone`, or the store's problem.
    static func seq(before start: StreamStart, _ reader: Reader) async throws(Problem) -> Int64 {
        try await start.reachCursor()
        let range = reader.facts.range
        let head = start.services.gate.head
        let place = try await start.place(in: [reader], head: head, usualTail: 0)
        try start.refuseGap(place, head: head)
        try start.refuseRemoved(place, [reader], always: true)
        let first = EventQuery.positions(
            in: [range.room],
            after: place.position,
            through: head,
            limit: 1
        )
        let events = try await attempt { () async throws(StoreError) in
            try await reader.events(first)
        }
        return events.first.map { $0.seq - 1 } ?? range.newest
    }
}
