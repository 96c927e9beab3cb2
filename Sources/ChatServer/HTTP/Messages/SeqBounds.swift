import ChatProtocol
import ChatStore
import Hummingbird

/// The part of a room's log that a request asks for, by the numbers of its events.
struct SeqBounds: Hashable, Sendable {
    /// The part begins behind this number; `nil` is no bound.
    var after: Int64?
    /// The part ends before this number; `nil` is no bound.
    var before: Int64?

    /// Reads `after`, `before`, `around` with `limit`, `since` and `tail`.
    ///
    /// Suspends to look into the log for the last two.
    ///
    /// - Parameters:
    ///   - services: the server's parts.
    ///   - reader: of the room.
    ///   - parameters: the request's.
    ///   - request: for what a browser remembers.
    /// - Throws: `400`, `410 cursor_gone`, or the store's problem.
    init(
        services: Services,
        reader: Reader,
        parameters: QueryParameters,
        request: Request
    ) async throws(Problem) {
        after = try parameters.number("after")
        before = try parameters.number("before")
        if let around = try parameters.number("around") {
            guard after == nil, before == nil else {
                throw .badParameter("around", "without before and after")
            }
            let limit = try parameters.number("limit", in: 1...Int64(Int32.max))
            let half = (limit ?? Int64(services.limits.defaultPageMessages)) / 2
            (after, before) = (max(0, around - half - 1), around + half)
        }
        let start = StreamStart(services: services, parameters: parameters, request: request)
        guard start.isAsked else { return }
        guard after == nil else { throw .badParameter("since", "without after and around") }
        after = try await Self.seq(before: start, reader)
    }

    /// The number of the event before those that a reader is to see.
    ///
    /// What cannot be resumed is refused: rows have no place to tell of it.
    ///
    /// Suspends to look into the log.
    ///
    /// - Parameters:
    ///   - start: what the request says.
    ///   - reader: of the room.
    /// - Returns: 0 or more.
    /// - Throws: `400`, `410 cursor_gone`, or the store's problem.
    static func seq(
        before start: StreamStart,
        _ reader: Reader
    ) async throws(Problem) -> Int64 {
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
