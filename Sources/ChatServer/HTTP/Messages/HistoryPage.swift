import ChatProtocol
import ChatStore
import Hummingbird

/// A page of a room's messages as they are now, as one JSON answer:
/// `{"messages":[…],"atStart":bool,"atEnd":bool}`, oldest first.
struct HistoryPage {
    private let reader: Reader
    private let filter: EventFilter
    private let limit: Int
    private let place: Place

    /// Which part of the history.
    private enum Place {
        case before(Int64?)
        case after(Int64)
        case around(Int64)
    }

    /// Reads what is asked for.
    ///
    /// Suspends to look into the log for `since` and `tail`.
    ///
    /// - Parameters:
    ///   - reader: of the room.
    ///   - house: the server's parts.
    ///   - parameters: `before`, `after`, `around`, or `since` and `tail`; the filters; `limit`.
    ///   - request: for what a browser remembers.
    /// - Throws: `400`, `410 cursor_gone`, or the store's problem.
    init(
        _ reader: Reader,
        house: House,
        parameters: QueryParameters,
        request: Request
    ) async throws(Problem) {
        let limits = house.limits
        self.reader = reader
        var filter = try parameters.filter(limits).durable
        filter.types = [.message]
        self.filter = filter
        let most = Int64(limits.pageMessages)
        limit = Int(
            try parameters.number("limit", in: 1...most) ?? Int64(limits.defaultPageMessages)
        )
        let before = try parameters.number("before")
        let after = try parameters.number("after")
        let around = try parameters.number("around")
        let start = StreamStart(house: house, parameters: parameters, request: request)
        guard !start.isAsked else {
            guard before == nil, after == nil, around == nil else {
                throw .badParameter("since", "without before, after and around")
            }
            place = .after(try await SeqBounds.seq(before: start, reader))
            return
        }
        switch (before, after, around) {
        case (_, nil, nil): place = .before(before)
        case (nil, let after?, nil): place = .after(after)
        case (nil, nil, let around?): place = .around(around)
        default: throw .badParameter("before", "one of before, after and around at a time")
        }
    }

    /// Makes the answer.
    ///
    /// Suspends to read the log.
    ///
    /// - Returns: the page.
    /// - Throws: the store's problem.
    func response() async throws(Problem) -> Response {
        let older: (events: [DurableEvent], isAll: Bool)
        let newer: (events: [DurableEvent], isAll: Bool)
        switch place {
        case .before(let seq):
            older = try await back(from: seq, limit)
            newer = ([], seq == nil ? true : try await ahead(of: (seq ?? 0) - 1, 0).isAll)
        case .after(let seq):
            newer = try await ahead(of: seq, limit)
            older = ([], try await back(from: seq + 1, 0).isAll)
        case .around(let seq):
            older = try await back(from: seq, limit / 2)
            newer = try await ahead(of: seq - 1, limit - older.events.count)
        }
        return answer(older.events + newer.events, atStart: older.isAll, atEnd: newer.isAll)
    }

    private func answer(_ events: [DurableEvent], atStart: Bool, atEnd: Bool) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .json { bytes in
                bytes += #"{"messages":["#.utf8
                for (index, event) in events.enumerated() {
                    if index > 0 { bytes += ",\n".utf8 }
                    event.appendJSON(to: &bytes)
                }
                bytes += "],\"atStart\":\(atStart),\"atEnd\":\(atEnd)}".utf8
            }
        )
    }

    /// The last `count` messages before a `seq`, oldest first, and whether there are no more.
    private func back(
        from seq: Int64?,
        _ count: Int
    ) async throws(Problem) -> (events: [DurableEvent], isAll: Bool) {
        let found = try await read(
            .history(
                of: reader.room,
                before: seq,
                newestFirst: true,
                filter: filter,
                limit: count + 1
            )
        )
        return (found.prefix(count).reversed(), found.count <= count)
    }

    /// The first `count` messages after a `seq`, and whether there are no more.
    private func ahead(
        of seq: Int64,
        _ count: Int
    ) async throws(Problem) -> (events: [DurableEvent], isAll: Bool) {
        let found = try await read(
            .history(of: reader.room, after: seq, filter: filter, limit: count + 1)
        )
        return (Array(found.prefix(count)), found.count <= count)
    }

    private func read(_ query: EventQuery) async throws(Problem) -> [DurableEvent] {
        var query = query
        query.view = .now
        return try await attempt { [query] () async throws(StoreError) in
            try await reader.events(query)
        }
    }
}
