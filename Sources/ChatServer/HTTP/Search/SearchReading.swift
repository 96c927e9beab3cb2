import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import StreamingHTTP

/// A search: what is asked for, and what is found as a page or as rows.
struct SearchReading {
    /// Messages of the first part that a stream is given, and of each further one.
    private static let firstPart = 32
    private static let furtherPart = 256

    private let services: Services
    private let parameters: QueryParameters
    private let searcher: Searcher
    private let query: SearchQuery
    private let isRanked: Bool

    /// Reads what is asked for.
    ///
    /// - Parameter parameters: `q`, `rooms`, `user`, `before`, `after`, `order`.
    /// - Throws: `400`, or `404 room_not_found`.
    init(services: Services, caller: Caller, parameters: QueryParameters) async throws(Problem) {
        self.services = services
        self.parameters = parameters
        let text = parameters["q"] ?? ""
        let most = services.limits.searchBytes
        guard text.utf8.count <= most else {
            throw .parameterTooLong("q", limit: most, value: text.utf8.count)
        }
        // In which rooms, the searcher says.
        var query = SearchQuery(try Self.words(text), scope: .named([]))
        searcher = try await services.gate.searcher(caller, in: Self.rooms(parameters))
        query.user = try parameters.filter(services.limits).durable.user
        let places = SearchPlaces(services: services, parameters: parameters)
        for place in try places.places("after") {
            switch place {
            case .position(let position): query.after = position
            case .time(let time): query.from = time
            }
        }
        for place in try places.places("before") {
            switch place {
            case .position(let position): query.before = position
            case .time(let time): query.until = time
            }
        }
        self.query = query
        switch parameters["order"] {
        case nil, "newest": isRanked = false
        case "rank": isRanked = true
        default: throw .badParameter("order", "newest or rank")
        }
    }

    private static func words(_ text: String) throws(Problem) -> SearchWords {
        let (words, tokens) = (Int64(SearchWords.limit), Int64(SearchWords.tokenLimit))
        do throws(SearchWords.Fault) {
            return try SearchWords(text)
        } catch {
            switch error {
            case .noWord: throw .badParameter("q", "a word at least, of letters or digits")
            case .tooManyWords(let count):
                let bound = "at most \(words) words and quotations"
                throw .outOfBounds("q", Int64(count), 1...words, bound)
            case .tooManyTokens(let count):
                let bound = "at most \(tokens) words, and characters of scripts without spaces"
                throw .outOfBounds("q", Int64(count), 1...tokens, bound)
            }
        }
    }

    private static func rooms(_ parameters: QueryParameters) throws(Problem) -> [RoomName]? {
        guard let asked = try parameters.list("rooms", of: "rooms") else { return nil }
        var rooms: [RoomName] = []
        for part in asked {
            rooms.append(try ChatContext.name(ofRoom: part))
        }
        guard rooms.count <= Limits.streamRooms else { throw .tooManyRooms(value: rooms.count) }
        return rooms
    }

    // MARK: - A page

    /// Makes the page: `{"messages":[…],"atEnd":bool,"behind":N}`.
    ///
    /// Suspends to search.
    ///
    /// - Throws: a problem for the client.
    func page() async throws(Problem) -> Response {
        let most = Int64(services.limits.pageMessages)
        let limit = Int(
            try parameters.number("limit", in: 1...most)
                ?? Int64(services.limits.defaultPageMessages)
        )
        let progress = try await hurry()
        let found = try await messages(limit)
        return .json(
            body: .json { bytes in
                bytes += #"{"messages":["#.utf8
                for (index, event) in found.messages.enumerated() {
                    if index > 0 { bytes += ",\n".utf8 }
                    event.appendJSON(to: &bytes)
                }
                bytes += "],\"atEnd\":\(found.isWhole),\"behind\":\(progress.behind)}".utf8
            }
        )
    }

    private func messages(
        _ limit: Int
    ) async throws(Problem) -> (messages: [DurableEvent], isWhole: Bool) {
        guard isRanked else { return try await newestMessages(limit) }
        return try await attempt { () async throws(StoreError) in
            let positions = try await searcher.ranked(query)
            let found = try await searcher.messages(at: Array(positions.prefix(limit)))
            return (found.messages, positions.count <= found.count)
        }
    }

    /// Goes on while nothing is found: a client has nothing else to go on from.
    private func newestMessages(
        _ limit: Int
    ) async throws(Problem) -> (messages: [DurableEvent], isWhole: Bool) {
        var query = query
        let start = ContinuousClock.now
        let time = Duration.seconds(services.limits.searchSeconds)
        while true {
            let page = try await attempt { [query] () async throws(StoreError) in
                try await searcher.page(query, limit: limit)
            }
            guard page.messages.isEmpty, let next = page.next else {
                return (page.messages, page.next == nil)
            }
            guard start.duration(to: .now) < time else {
                throw .init(StoreError.searchTooCostly(limit: time))
            }
            query.before = next
        }
    }

    private func hurry() async throws(Problem) -> SearchProgress {
        try await attempt { () async throws(StoreError) in try await services.search.hurry() }
    }

    // MARK: - Rows

    /// Makes an answer of rows, each part of which is searched for when the one before was taken.
    ///
    /// Suspends to bring the index up to the log.
    ///
    /// - Parameter request: for its `Accept`.
    /// - Throws: a problem for the client.
    func rows(for request: Request, _ context: ChatContext) async throws(Problem) -> Response {
        let encoding = try parameters.encoding(
            of: request,
            namesRooms: searcher.roomCount != 1,
            beside: ["json"]
        )
        let limit = try parameters.limit()
        let timeout = try parameters.span("timeout")
        let progress = try await hurry()
        let answer = Rows(
            encoding: encoding,
            limit: limit.map(Int.init),
            timeout: timeout,
            headers: [.searchBehind: "\(progress.behind)"]
        )
        return try await isRanked
            ? ranked(answer, to: request, context) : newest(answer, to: request, context)
    }

    /// What an answer of rows is beside them.
    private struct Rows {
        let encoding: Encoding
        let limit: Int?
        let timeout: TimeSpan?
        let headers: HTTPFields
    }

    /// Goes down the log: the place is the position before which the next page is.
    private func newest(
        _ rows: Rows,
        to request: Request,
        _ context: ChatContext
    ) async throws(Problem) -> Response {
        let answer = answer(rows, start: query.before) {
            [searcher, query] before async throws(StoreError) in
            var page = query
            page.before = before
            let isFirst = before == query.before
            let found = try await searcher.page(
                page,
                limit: isFirst ? Self.firstPart : Self.furtherPart
            )
            return RowPage(events: found.messages, next: found.next)
        }
        return try await answer.response(to: request, context, headers: rows.headers)
    }

    /// Goes down the list of what was found: the place is an index in it.
    private func ranked(
        _ rows: Rows,
        to request: Request,
        _ context: ChatContext
    ) async throws(Problem) -> Response {
        let positions = try await attempt { () async throws(StoreError) in
            try await searcher.ranked(query)
        }
        let answer = answer(rows, start: 0) { [searcher] start async throws(StoreError) in
            let size = start == 0 ? Self.firstPart : Self.furtherPart
            let end = min(start + size, positions.count)
            let found = try await searcher.messages(at: Array(positions[start..<end]))
            let next = start + found.count
            return RowPage(events: found.messages, next: next < positions.count ? next : nil)
        }
        return try await answer.response(to: request, context, headers: rows.headers)
    }

    private func answer<Place>(
        _ rows: Rows,
        start: Place,
        _ read: @escaping @Sendable (Place) async throws(StoreError) -> RowPage<Place>
    ) -> RowAnswer<Place> {
        RowAnswer(
            encoding: rows.encoding,
            limit: rows.limit,
            timeout: rows.timeout,
            limits: services.limits,
            start: start,
            read: read
        )
    }
}
