import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import StreamingHTTP

/// The log of a room as rows in any format and of any length: the reader of the live stream, which
/// here does not follow.
struct LogReading {
    let house: House
    let room: RoomName
    let parameters: QueryParameters

    /// Makes the answer, which is written as it is read, in constant memory.
    ///
    /// Suspends to find the positions of its two ends.
    ///
    /// - Parameters:
    ///   - request: for its `Accept`.
    ///   - context: for its connection.
    ///   - view: every event as it was said, or the messages alone as they are now.
    /// - Returns: the response.
    /// - Throws: a problem for the client.
    func response(
        to request: Request,
        _ context: ChatContext,
        _ view: EventView
    ) async throws(Problem) -> Response {
        let format = try parameters.format(of: request)
        var (after, before) = try bounds()
        let limit = try parameters.number("limit", in: 1...Int64(Int32.max))
        var filter = try parameters.filter(house.limits)
        if view == .now { filter.durable.types = [.message] }
        if after == nil, let limit {
            after = try await newest(limit, before: before, filter.durable, view)
        }
        let start = try await position(of: after)
        let end = try await position(of: before.map { $0 - 1 }) ?? house.store.head
        let stream = StreamRequest(
            rooms: [room],
            encoding: Encoding(format: format, namesRooms: false),
            filter: filter,
            start: start ?? 0,
            end: max(end, start ?? 0),
            limit: limit.map(Int.init),
            timeout: try parameters.span("timeout")?.seconds,
            heartbeat: nil,
            member: nil,
            opening: [],
            view: view
        )
        var response = Response.stream(contentType: format.mediaType) { [house] in
            let end = await house.delivery.open(stream, on: context.channel).end()
            // What was cut must not look whole.
            if end == .failed { throw Problem.internalError }
        }
        if try parameters.flag("download") {
            let name = "\(room).\(format == .text ? "txt" : format.rawValue)"
            response.headers[.contentDisposition] = #"attachment; filename="\#(name)""#
        }
        return response
    }

    /// The numbers just outside of what is asked for; `nil` where there is no bound.
    private func bounds() throws(Problem) -> (after: Int64?, before: Int64?) {
        let after = try parameters.number("after", in: 0...Int64.max)
        let before = try parameters.number("before", in: 0...Int64.max)
        guard let around = try parameters.number("around", in: 0...Int64.max) else {
            return (after, before)
        }
        guard after == nil, before == nil else {
            throw .badParameter("around", "without before and after")
        }
        let limit = try parameters.number("limit", in: 1...Int64(Int32.max))
        let half = (limit ?? Int64(house.limits.defaultPageMessages)) / 2
        return (max(0, around - half - 1), around.addingReportingOverflow(half).partialValue)
    }

    /// The number after which the newest `count` events before another begin.
    ///
    /// Goes back page by page, keeping nothing but the number.
    private func newest(
        _ count: Int64,
        before: Int64?,
        _ filter: EventFilter,
        _ view: EventView
    ) async throws(Problem) -> Int64 {
        var missing = count
        var before = before
        while missing > 0 {
            var page = EventQuery.history(
                of: room,
                before: before,
                newestFirst: true,
                filter: filter,
                limit: Int(min(missing, Int64(EventQuery.pageLimit)))
            )
            page.view = view
            let events = try await attempt { [page] () async throws(StoreError) in
                try await house.store.events(page)
            }
            guard let oldest = events.last?.seq else { return 0 }
            missing -= Int64(events.count)
            before = oldest
        }
        return max(0, (before ?? 1) - 1)
    }

    /// The position of an event by its number: 0 before the first, the head past the last.
    private func position(of seq: Int64?) async throws(Problem) -> Int64? {
        guard let seq else { return nil }
        guard seq > 0 else { return 0 }
        let event = try await attempt { () async throws(StoreError) in
            try await house.store.event(room: room, seq: seq)
        }
        return event?.cursor?.position ?? house.store.head
    }
}
