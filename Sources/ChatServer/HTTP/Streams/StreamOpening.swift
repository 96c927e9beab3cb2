import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// Makes a client's wish for a stream a request to delivery: names checked, rooms found or made,
/// the place to begin turned into a position.
struct StreamOpening {
    let house: House
    let parameters: QueryParameters
    let request: Request
    let identity: Identity

    /// Where a stream begins, and what must be said about that.
    private struct Start {
        var position: Int64
        var gapReason: String?
        /// How far past the log's end the client's cursor was.
        var ahead: Int64 = 0
    }

    /// What the parameters say, before anything is looked up.
    private struct Wish {
        var format: Format
        var filter: StreamFilter
        var limit: Int64?
        var timeout: Span?
        var heartbeat: Int64?
    }

    /// Makes the request of a live stream.
    ///
    /// Suspends to make rooms and to look into the log.
    ///
    /// - Parameters:
    ///   - names: the rooms asked for.
    ///   - isSeveral: true for the stream of several rooms, where a room that cannot be read is
    ///     told of in the stream and the others go on.
    /// - Returns: the request.
    /// - Throws: a problem for the client.
    func stream(of names: [RoomName], isSeveral: Bool) async throws(Problem) -> StreamRequest {
        let wish = try wish()
        let (rooms, problems) = try await open(names, isSeveral: isSeveral)
        let head = house.store.head
        let start = try await start(in: rooms.map(\.name), head: head, format: wish.format)
        let namesRooms = isSeveral && names.count != 1
        return request(wish, start, rooms.map(\.room), problems, namesRooms: namesRooms)
    }

    /// Makes the request of a live stream for which nothing has to be waited for: of rooms that are
    /// there, from now on or from a cursor.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - names: the rooms asked for.
    ///   - isSeveral: true for the stream of several rooms.
    /// - Returns: the request; `nil` if it takes a look into the log, or the making of a room.
    /// - Throws: a problem for the client.
    func streamAtOnce(
        of names: [RoomName],
        isSeveral: Bool
    ) throws(Problem) -> StreamRequest? {
        guard names.count <= Limits.streamRooms else { throw .tooManyRooms(value: names.count) }
        let rooms = names.compactMap { house.rooms.room(named: $0) }
        let wish = try wish()
        let head = house.store.head
        guard rooms.count == names.count, try tail(since: since, wish.format) == 0,
            let start = known(since, head: head)
        else { return nil }
        try refuse(start, head: head)
        let namesRooms = isSeveral && names.count != 1
        return request(wish, start, rooms, [], namesRooms: namesRooms)
    }

    private func wish() throws(Problem) -> Wish {
        Wish(
            format: try parameters.format(of: request),
            filter: try parameters.filter(),
            limit: try parameters.number("limit", in: 1...Int64(Int32.max)),
            timeout: try parameters.span("timeout"),
            heartbeat: try parameters.number("heartbeat", in: 5...60)
        )
    }

    private func request(
        _ wish: Wish,
        _ start: Start,
        _ rooms: [Room],
        _ problems: [ControlEvent],
        namesRooms: Bool
    ) -> StreamRequest {
        let ranges = rooms.map(\.facts.range)
        return StreamRequest(
            rooms: ranges.map(\.room),
            encoding: Encoding(format: wish.format, namesRooms: namesRooms),
            filter: wish.filter,
            start: start.position,
            end: nil,
            limit: wish.limit.map(Int.init),
            timeout: wish.timeout?.seconds,
            heartbeat: pings(wish.format, asked: wish.heartbeat),
            member: identity.member,
            opening: opening(ranges, wish.heartbeat, gaps(start, ranges) + problems)
        )
    }

    private func opening(
        _ ranges: [ControlEvent.RoomRange],
        _ heartbeat: Int64?,
        _ rest: [ControlEvent]
    ) -> [Event] {
        let seconds = heartbeat.map(Int.init) ?? house.limits.heartbeatSeconds
        return ([.open(rooms: ranges, heartbeat: seconds)] + rest).map(Event.control)
    }

    /// The seconds between pings; none in text unless they were asked for or a proxy stands
    /// between, so that a quiet room leaves a person's terminal quiet.
    private func pings(_ format: Format, asked: Int64?) -> Int? {
        if let asked { return Int(asked) }
        let isProxied = HTTPField.Name.proxyMarks.contains { request.headers[$0] != nil }
        return format == .text && !isProxied ? nil : house.limits.heartbeatSeconds
    }

    // MARK: - Rooms

    private func open(
        _ names: [RoomName],
        isSeveral: Bool
    ) async throws(Problem) -> (rooms: [(name: RoomName, room: Room)], problems: [ControlEvent]) {
        guard names.count <= Limits.streamRooms else { throw .tooManyRooms(value: names.count) }
        var rooms: [(name: RoomName, room: Room)] = []
        var problems: [ControlEvent] = []
        for name in names {
            do throws(Problem) {
                guard name.directMember == nil else { throw .accountsNeeded("direct rooms") }
                rooms.append((name, try await house.rooms.room(making: name)))
            } catch {
                guard isSeveral else { throw error }
                problems.append(.error(room: name, error))
            }
        }
        return (rooms, problems)
    }

    // MARK: - Where to begin

    private func start(
        in rooms: [RoomName],
        head: Int64,
        format: Format
    ) async throws(Problem) -> Start {
        let since = since
        var start = try await position(since: since, head: head)
        try refuse(start, head: head)
        let tail = try tail(since: since, format)
        guard tail > 0 else { return start }
        let last = try await attempt {
            () async throws(StoreError) in
            try await house.store.position(
                beforeLast: Int(tail),
                messagesIn: rooms,
                through: head
            )
        }
        start.position = since == nil ? last : max(start.position, last)
        return start
    }

    /// Where the client wants to begin: what its browser remembers wins over what it asks for.
    private var since: String? {
        let lastEventID = request.headers[.lastEventID].flatMap { $0.isEmpty ? nil : $0 }
        return lastEventID ?? parameters.lastEventID ?? parameters["since"]
    }

    private func tail(since: String?, _ format: Format) throws(Problem) -> Int64 {
        let usual: Int64 = since == nil && format == .text ? 20 : 0
        return try parameters.number("tail", in: 0...10_000) ?? usual
    }

    /// The place that is known without the log; `nil` for a time.
    private func known(_ since: String?, head: Int64) -> Start? {
        switch since {
        case nil, "now": Start(position: head)
        case "all": Start(position: 0)
        case let text?: Cursor(text).map { resume($0, head: head) }
        }
    }

    private func position(since: String?, head: Int64) async throws(Problem) -> Start {
        if let known = known(since, head: head) { return known }
        let time: Timestamp
        if let span = since.flatMap({ Span($0) }) {
            time = Timestamp(milliseconds: Timestamp.now().milliseconds - span.milliseconds)
        } else if let moment = since.flatMap({ Timestamp($0) }) {
            time = moment
        } else {
            throw .badCursor
        }
        return Start(
            position: try await attempt { () async throws(StoreError) in
                try await house.store.position(before: time, through: head)
            }
        )
    }

    private func resume(_ cursor: Cursor, head: Int64) -> Start {
        guard cursor.log == house.store.log else {
            return Start(position: 0, gapReason: "other_log")
        }
        guard cursor.position <= head else {
            return Start(position: head, gapReason: "ahead", ahead: cursor.position - head)
        }
        return Start(position: cursor.position)
    }

    // MARK: - What cannot be resumed

    private func refuse(_ start: Start, head: Int64) throws(Problem) {
        switch parameters["on_gap"] {
        case nil, "tell": return
        case "fail": break
        default: throw .badParameter("on_gap", "tell or fail")
        }
        guard let reason = start.gapReason else { return }
        let log = house.store.log
        throw .cursorGone(
            reason == "ahead"
                ? "the cursor is past this log's end" : "the cursor is of another log",
            oldest: Cursor(log: log, position: 0),
            newest: Cursor(log: log, position: head)
        )
    }

    private func gaps(_ start: Start, _ ranges: [ControlEvent.RoomRange]) -> [ControlEvent] {
        guard let reason = start.gapReason else { return [] }
        return ranges.map { range in
            let isAhead = reason == "ahead"
            return .gap(
                .init(
                    room: range.room,
                    from: isAhead ? range.newest + 1 : range.oldest,
                    to: isAhead
                        ? WireNumber(clamping: range.newest + start.ahead).value : range.newest,
                    reason: reason
                )
            )
        }
    }
}
