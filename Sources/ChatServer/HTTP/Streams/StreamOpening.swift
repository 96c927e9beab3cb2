import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// Makes a client's wish for a stream a request to delivery, and makes no room.
///
/// Names are checked, and the place to begin is turned into a position.
struct StreamOpening {
    let house: House
    let parameters: QueryParameters
    let request: Request
    let identity: Identity

    /// What the parameters say, before anything is looked up.
    private struct Wish {
        var encoding: Encoding
        var filter: StreamFilter
        var limit: Int64?
        var timeout: TimeSpan?
        var heartbeat: Int64?
    }

    /// Makes the request of a live stream.
    ///
    /// Suspends to look into the log.
    ///
    /// - Parameters:
    ///   - names: the rooms asked for.
    ///   - isSeveral: true for the stream of several rooms, where a room that cannot be read is
    ///     told of in the stream and the others go on.
    /// - Returns: the request.
    /// - Throws: a problem for the client.
    func stream(of names: [RoomName], isSeveral: Bool) async throws(Problem) -> StreamRequest {
        let wish = try wish(namesRooms: isSeveral && names.count != 1)
        let (rooms, problems) = try ranges(names, isSeveral: isSeveral)
        let place = try await start.place(
            in: rooms.map(\.room),
            head: house.store.head,
            usualTail: usualTail(wish.encoding.format)
        )
        return request(wish, place, rooms, problems)
    }

    /// Makes the request of a live stream for which nothing has to be waited for: from now on, or
    /// from a cursor.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - names: the rooms asked for.
    ///   - isSeveral: true for the stream of several rooms.
    /// - Returns: the request; `nil` if it takes a look into the log.
    /// - Throws: a problem for the client.
    func streamAtOnce(
        of names: [RoomName],
        isSeveral: Bool
    ) throws(Problem) -> StreamRequest? {
        let wish = try wish(namesRooms: isSeveral && names.count != 1)
        let (rooms, problems) = try ranges(names, isSeveral: isSeveral)
        let head = house.store.head
        guard try start.tail(usual: usualTail(wish.encoding.format)) == 0,
            let place = start.known(head: head)
        else { return nil }
        try start.refuse(place, head: head)
        return request(wish, place, rooms, problems)
    }

    private var start: StreamStart {
        StreamStart(house: house, parameters: parameters, request: request)
    }

    /// A person who begins to read sees what was said last.
    private func usualTail(_ format: Format) -> Int64 { format == .text ? 20 : 0 }

    private func wish(namesRooms: Bool) throws(Problem) -> Wish {
        Wish(
            encoding: try parameters.encoding(of: request, namesRooms: namesRooms),
            filter: try parameters.filter(house.limits),
            limit: try parameters.number("limit", in: 1...Int64(Int32.max)),
            timeout: try parameters.span("timeout"),
            heartbeat: try parameters.number("heartbeat", in: 5...60)
        )
    }

    private func request(
        _ wish: Wish,
        _ place: StreamStart.Place,
        _ ranges: [ControlEvent.RoomRange],
        _ problems: [ControlEvent]
    ) -> StreamRequest {
        StreamRequest(
            rooms: ranges.map(\.room),
            encoding: wish.encoding,
            filter: wish.filter,
            start: place.position,
            limit: wish.limit.map(Int.init),
            timeout: wish.timeout?.seconds,
            heartbeat: pings(wish.encoding.format, asked: wish.heartbeat),
            member: identity.member,
            opening: opening(ranges, wish.heartbeat, place.gaps(ranges) + problems)
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

    /// What there is in each room: a stream waits for the first message of one that is not there.
    private func ranges(
        _ names: [RoomName],
        isSeveral: Bool
    ) throws(Problem) -> (rooms: [ControlEvent.RoomRange], problems: [ControlEvent]) {
        guard names.count <= Limits.streamRooms else { throw .tooManyRooms(value: names.count) }
        let direct = names.filter { $0.directMember != nil }
        guard direct.isEmpty || isSeveral else { throw .accountsNeeded("direct rooms") }
        return (
            names.filter { $0.directMember == nil }.map(house.rooms.range),
            direct.map { .error(room: $0, .accountsNeeded("direct rooms")) }
        )
    }
}
