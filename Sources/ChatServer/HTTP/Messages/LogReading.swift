import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import StreamingHTTP

/// The log of a room as a page of JSON, or as rows in any format and of any length: what a live
/// stream shows, read once and not followed.
struct LogReading {
    let services: Services
    let reader: Reader
    let parameters: QueryParameters

    /// Makes the answer, whose rows are written as they are read, in constant memory.
    ///
    /// Suspends to find where it begins, and to read a page.
    ///
    /// - Parameters:
    ///   - request: for its `Accept`.
    ///   - view: every event as it was said, or the messages alone as they are now, of which a
    ///     page is made where no format is named.
    /// - Throws: a problem for the client.
    func response(
        to request: Request,
        _ context: ChatContext,
        _ view: EventView
    ) async throws(Problem) -> Response {
        guard !parameters.asksForPage(usual: view == .now) else { return try await page(view) }
        let encoding = try parameters.encoding(of: request, namesRooms: false, beside: ["json"])
        var limit = try parameters.limit()
        let filter = try parameters.filter(services.limits, of: view)
        var part = try await SeqBounds(services: services, reader: reader, parameters: parameters)
        let newest = reader.facts.newest
        if let around = part.around {
            // Half of what is asked for, as far as there is so much, and the rest behind it.
            limit = limit ?? Int64(services.limits.defaultPageMessages)
            part.before = min(around, newest + 1)
            part.after = try await start(ofNewest: (limit ?? 0) / 2, in: part, filter, view)
            part.before = nil
        }
        // It ends with what there is now.
        part.before = min(part.before ?? .max, newest + 1)
        if part.after == nil, let limit {
            part.after = try await start(ofNewest: limit, in: part, filter, view)
        }
        let answer = RowAnswer(
            encoding: encoding,
            limit: limit.map(Int.init),
            timeout: try parameters.span("timeout"),
            limits: services.limits,
            start: Place(seq: part.after ?? 0),
            read: pages(of: part, filter, view)
        )
        let format = encoding.format
        let ending = format == .text ? "txt" : format.rawValue
        let fields = try parameters.downloadFields(reader.shownRoom, ending)
        return try await answer.response(to: request, context, headers: fields)
    }

    private func page(_ view: EventView) async throws(Problem) -> Response {
        let fields = try parameters.downloadFields(reader.shownRoom, "json")
        let page = try await HistoryPage(view, reader, services: services, parameters: parameters)
        var answer = try await page.response()
        answer.headers.append(contentsOf: fields)
        return answer
    }

    /// Behind which event a page begins.
    private struct Place: Sendable {
        var seq: Int64
        /// `nil` of the first page, before which nothing was read.
        var position: Int64?
    }

    /// What reads a page behind a place: after the first one, none that lacks what was removed.
    private func pages(
        of part: SeqBounds,
        _ filter: EventFilter,
        _ view: EventView
    ) -> @Sendable (Place) async throws(StoreError) -> RowPage<Place> {
        let pageBytes = services.limits.rowPageBytes
        var query = EventQuery.history(
            of: reader.room,
            before: part.before,
            filter: filter,
            limit: 1
        )
        // Its bytes bound it: each event counts for some.
        query.limit = pageBytes / EventQuery.eventBytes
        query.byteLimit = pageBytes
        query.view = view
        return { [reader, query] place async throws(StoreError) in
            var query = query.after(place.seq)
            query.goesOnFrom = place.position
            let page = try await reader.page(query, for: .rows)
            let next = page.isWhole ? nil : page.end
            return RowPage(
                events: page.events,
                next: next.map { Place(seq: $0.seq, position: $0.position) }
            )
        }
    }

    /// The number behind which the newest `count` events before another begin, if that is known
    /// without a look: numbers are dense, so that it is where every event counts.
    static func start(ofNewest count: Int64, before: Int64, _ filter: EventFilter) -> Int64? {
        filter.isEmpty ? max(0, before - 1 - count) : nil
    }

    /// The number behind which the newest `count` events of a part begin.
    ///
    /// Goes back page by page, keeping nothing but the number.
    private func start(
        ofNewest count: Int64,
        in part: SeqBounds,
        _ filter: EventFilter,
        _ view: EventView
    ) async throws(Problem) -> Int64 {
        var before = part.before ?? .max
        if let known = Self.start(ofNewest: count, before: before, filter) { return known }
        var missing = count
        while missing > 0 {
            var page = EventQuery.history(
                of: reader.room,
                before: before,
                newestFirst: true,
                filter: filter,
                limit: Int(min(missing, Int64(EventQuery.pageLimit)))
            )
            page.view = view
            let read = try await attempt { [page] () async throws(StoreError) in
                try await reader.page(page, for: .rows)
            }
            missing -= Int64(read.events.count)
            guard let end = read.end, !read.isWhole || missing <= 0 else { return 0 }
            before = end.seq
        }
        return max(0, before - 1)
    }
}
