import ChatProtocol
import ChatStore
import Hummingbird

/// A page of a room's messages as they are now, or of its events as they were said, as one JSON
/// answer: `{"messages":[…],"atStart":bool,"atEnd":bool}`, oldest first.
struct HistoryPage {
    private let view: EventView
    private let reader: Reader
    private let filter: EventFilter
    private let limit: Int
    private let place: Place

    /// Which part of the history.
    private enum Place {
        case before(Int64?)
        case after(Int64, before: Int64?)
        case around(Int64)
    }

    /// Reads what is asked for.
    ///
    /// Suspends to look into the log for `since` and `tail`.
    ///
    /// - Parameters:
    ///   - parameters: `before`, `after`, `around`, or `since` and `tail`; the filters; `limit`.
    /// - Throws: `400`, `410 cursor_gone`, or the store's problem.
    init(
        _ view: EventView,
        _ reader: Reader,
        services: Services,
        parameters: QueryParameters
    ) async throws(Problem) {
        let limits = services.limits
        self.view = view
        self.reader = reader
        filter = try parameters.filter(limits, of: view)
        let most = Int64(limits.pageMessages)
        limit = Int(
            try parameters.number("limit", in: 1...most) ?? Int64(limits.defaultPageMessages)
        )
        let bounds = try await SeqBounds(services: services, reader: reader, parameters: parameters)
        if let around = bounds.around {
            place = .around(around)
        } else if let after = bounds.after {
            place = .after(after, before: bounds.before)
        } else {
            place = .before(bounds.before)
        }
    }

    /// Makes the answer.
    ///
    /// Suspends to read the log.
    func response() async throws(Problem) -> Response {
        let older: (events: [DurableEvent], isAll: Bool)
        let newer: (events: [DurableEvent], isAll: Bool)
        var room = EventQuery.answerBytes
        switch place {
        case .before(let seq):
            older = try await back(from: seq, limit, &room)
            newer = ([], seq == nil ? true : try await ahead(of: (seq ?? 0) - 1, 0, &room).isAll)
        case .after(let seq, nil):
            newer = try await ahead(of: seq, limit, &room)
            older = ([], try await back(from: seq + 1, 0, &room).isAll)
        case .after(let seq, let before?):
            let part = try await ahead(of: seq, before: before, limit, &room)
            let isEnd = try await ahead(of: max(seq, before - 1), 0, &room).isAll
            newer = (part.events, part.isAll && isEnd)
            older = ([], try await back(from: seq + 1, 0, &room).isAll)
        case .around(let seq):
            var half = room / 2
            older = try await back(from: seq, limit / 2, &half)
            room = room / 2 + half
            newer = try await ahead(of: seq - 1, limit - older.events.count, &room)
        }
        return answer(older.events + newer.events, atStart: older.isAll, atEnd: newer.isAll)
    }

    private func answer(_ events: [DurableEvent], atStart: Bool, atEnd: Bool) -> Response {
        .json(
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
        _ count: Int,
        _ room: inout Int
    ) async throws(Problem) -> (events: [DurableEvent], isAll: Bool) {
        let found = try await read(
            .history(
                of: reader.room,
                before: seq,
                newestFirst: true,
                filter: filter,
                limit: count + 1
            ),
            count,
            &room
        )
        return (found.events.reversed(), found.isAll)
    }

    /// The first `count` messages after a `seq`, and whether there are no more before another.
    private func ahead(
        of seq: Int64,
        before: Int64? = nil,
        _ count: Int,
        _ room: inout Int
    ) async throws(Problem) -> (events: [DurableEvent], isAll: Bool) {
        try await read(
            .history(of: reader.room, after: seq, before: before, filter: filter, limit: count + 1),
            count,
            &room
        )
    }

    /// Reads up to `count` messages, fewer where there is no room for more of their bytes, but one
    /// at least; and takes the room that they need.
    private func read(
        _ query: EventQuery,
        _ count: Int,
        _ room: inout Int
    ) async throws(Problem) -> (events: [DurableEvent], isAll: Bool) {
        var query = query
        query.view = view
        var events: [DurableEvent] = []
        while true {
            query.byteLimit = room
            let page = try await attempt { [query] () async throws(StoreError) in
                try await reader.page(query)
            }
            events += page.events
            room = max(0, room - page.bytes)
            query.limit -= page.events.count
            let isFull = query.limit <= 0 || room == 0 && !events.isEmpty
            guard !page.isWhole, !isFull, let end = page.end else {
                return (Array(events.prefix(count)), page.isWhole && events.count <= count)
            }
            query.goOn(after: end)
        }
    }
}
