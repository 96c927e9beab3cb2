import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// Makes a client's wish for a stream a request to delivery, and makes no room.
///
/// Names are checked, and the place to begin is turned into a position.
struct StreamOpening {
    /// Where it begins.
    let start: StreamStart
    /// What asks for it.
    let request: Request
    let caller: Caller

    private var services: Services { start.services }
    private var parameters: QueryParameters { start.parameters }

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
    /// - Throws: a problem for the client.
    func stream(of asked: Asked) async throws(Problem) -> StreamRequest {
        let wish = try wish(namesRooms: asked.namesRooms)
        for name in asked.names { try await services.gate.learn(name, caller) }
        try await start.reachCursor()
        let usualTail = usualTail(wish.encoding.format)
        if try start.needsNewest(usualTail: usualTail) { try await services.gate.reachNewest() }
        let decidedAt = services.gate.head
        let (readers, problems) = try readers(asked)
        let place = try await start.place(
            in: readers.filter(\.isThereOrNew),
            head: services.gate.head,
            usualTail: usualTail
        )
        try start.refuseRemoved(place, readers)
        var stream = request(wish, place, readers, problems, asked)
        stream.decidedAt = decidedAt
        return stream
    }

    /// Makes the request of a live stream for which nothing has to be waited for: from now on, or
    /// from a cursor.
    ///
    /// Does not suspend.
    ///
    /// - Returns: the request; `nil` if it takes a look into the log, or at every room, which
    ///   would keep all that the event loop serves waiting.
    /// - Throws: a problem for the client.
    func streamAtOnce(of asked: Asked) throws(Problem) -> StreamRequest? {
        guard !asked.isAll, !start.isAhead,
            !asked.names.contains(where: { services.gate.mustLearn($0, caller) })
        else { return nil }
        let wish = try wish(namesRooms: asked.namesRooms)
        let usualTail = usualTail(wish.encoding.format)
        guard try !start.needsNewest(usualTail: usualTail) else { return nil }
        let decidedAt = services.gate.head
        let (readers, problems) = try readers(asked)
        let head = services.gate.head
        guard try start.tail(usual: usualTail) == 0,
            let place = start.known(head: head)
        else { return nil }
        try start.refuse(place, head: head)
        try start.refuseRemoved(place, readers)
        var stream = request(wish, place, readers, problems, asked)
        stream.decidedAt = decidedAt
        return stream
    }

    /// The rooms that a stream is asked for.
    enum Asked {
        case one(RoomName)
        /// A room that cannot be read is told of in the stream, and the others go on.
        case several([RoomName])
        /// All of the caller's, and those that become the caller's while it lasts.
        case all
    }

    /// A person who begins to read sees what was said last.
    private func usualTail(_ format: Format) -> Int64 { format == .text ? 20 : 0 }

    private func wish(namesRooms: Bool) throws(Problem) -> Wish {
        Wish(
            encoding: try parameters.encoding(of: request, namesRooms: namesRooms),
            filter: try parameters.filter(services.limits),
            limit: try parameters.limit(),
            timeout: try parameters.span("timeout"),
            heartbeat: try parameters.number("heartbeat", in: 5...60)
        )
    }

    private func request(
        _ wish: Wish,
        _ place: StreamStart.Place,
        _ readers: [Reader],
        _ problems: [ControlEvent],
        _ asked: Asked
    ) -> StreamRequest {
        // Looked at before the rest: what is removed meanwhile is told twice rather than never.
        let cuts = readers.map(\.facts.cut).filter { $0.through > place.position }
        let ranges = readers.map(\.range)
        var encoding = wish.encoding
        // Streams that see the same bytes share them: the viewer matters in direct rooms alone.
        let mayBeDirect = asked.isAll || readers.contains { $0.room.isDirect }
        if mayBeDirect { encoding.viewer = caller.identity.account }
        let heartbeat = pings(wish.encoding.format, asked: wish.heartbeat)
        let rest = place.gaps(ranges) + start.removed(place, readers) + problems
        return StreamRequest(
            rooms: readers.filter(\.isThereOrNew).map(\.room),
            awaited: Set(readers.filter { $0.state == nil }.map(\.room)),
            encoding: encoding,
            filter: wish.filter,
            start: place.position,
            knownCuts: cuts.reduce(into: [:]) { $0[$1.room] = $1.through },
            limit: wish.limit.map(Int.init),
            timeout: wish.timeout,
            heartbeat: heartbeat,
            caller: caller,
            followsAll: asked.isAll,
            opening: ([.open(rooms: ranges, heartbeat: heartbeat)] + rest).map(Event.control)
        )
    }

    /// The seconds between pings; none in text unless they were asked for or a proxy stands
    /// between, so that a quiet room leaves a person's terminal quiet.
    private func pings(_ format: Format, asked: Int64?) -> Int? {
        if let asked { return Int(asked) }
        let isProxied = HTTPField.Name.proxyMarks.contains { request.headers[$0] != nil }
        return format == .text && !isProxied ? nil : services.limits.heartbeatSeconds
    }

    // MARK: - Rooms

    /// Who reads which room: a stream waits for the first message of one that is not there.
    private func readers(
        _ asked: Asked
    ) throws(Problem) -> (readers: [Reader], problems: [ControlEvent]) {
        switch asked {
        case .one(let name):
            return ([try services.gate.readerAtOnce(of: name, caller, waits: true)], [])
        case .several(let names): return try readers(of: names)
        case .all:
            // With no room at first it would be given each that its member comes into.
            try services.gate.admitToReading(caller)
            let own = services.gate.ownReaders(caller)
            guard own.count > Limits.streamRooms else { return (own, []) }
            let problem = ControlEvent.error(room: nil, .tooManyRooms(value: own.count))
            return (Array(own.prefix(Limits.streamRooms)), [problem])
        }
    }

    private func readers(
        of names: [RoomName]
    ) throws(Problem) -> (readers: [Reader], problems: [ControlEvent]) {
        guard names.count <= Limits.streamRooms else { throw .tooManyRooms(value: names.count) }
        var readers: [Reader] = []
        var problems: [ControlEvent] = []
        for name in names {
            do throws(Problem) {
                readers.append(try services.gate.readerAtOnce(of: name, caller, waits: true))
            } catch {
                problems.append(.error(room: name, error))
            }
        }
        return (readers, problems)
    }
}

extension Reader {
    /// False for a room that the caller may not see, which is waited for as if it were not there.
    fileprivate var isThereOrNew: Bool { state != nil || isOpen }
}

extension StreamOpening.Asked {
    /// Whether each event names its room in text.
    fileprivate var namesRooms: Bool {
        switch self {
        case .one: false
        case .several(let names): names.count != 1
        case .all: true
        }
    }

    /// The rooms that are named.
    fileprivate var names: [RoomName] {
        switch self {
        case .one(let name): [name]
        case .several(let names): Array(names.prefix(Limits.streamRooms))
        case .all: []
        }
    }

    fileprivate var isAll: Bool {
        if case .all = self { true } else { false }
    }
}
