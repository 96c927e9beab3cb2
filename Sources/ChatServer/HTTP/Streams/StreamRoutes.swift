import ChatProtocol
import HTTPTypes
import Hummingbird
import Logging
import StreamingHTTP

/// `GET /rooms/{room}/stream`, `GET /stream`, and their two-way forms.
///
/// Source: docs/API.md, section 4.
struct StreamRoutes {
    let house: House

    /// Adds the addresses.
    ///
    /// - Parameter routes: the table.
    func add(to routes: Routes) {
        routes.at(
            "/rooms/{room}/stream",
            [.get: streamRoom, .post: talkInRoom, .put: talkInRoom]
        )
        routes.at("/stream", [.get: streamSeveral])
    }

    @Sendable private func streamRoom(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        return respond(try await open(request, room: name), context)
    }

    @Sendable private func streamSeveral(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        respond(try await open(request, room: nil), context)
    }

    @Sendable private func talkInRoom(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let author = try house.identity(request.headers[.authorization]).author
        let stream = try await open(request, room: name)
        let talk = Talk(house: house, room: name, author: author)
        return .stream(contentType: stream.encoding.format.mediaType, on: context.channel) {
            try await follow(stream, context) { handle in
                await talk.post(linesOf: request.body, answering: handle)
            }
        }
    }

    private func names(_ room: RoomName?, _ request: Request) throws(Problem) -> [RoomName] {
        if let room { return [room] }
        guard let asked = QueryParameters(request)["rooms"] else {
            return house.rooms.all.prefix(Limits.streamRooms).map(\.name)
        }
        var seen: Set<RoomName> = []
        var names: [RoomName] = []
        for text in asked.split(separator: ",") {
            let name = try ChatContext.name(ofRoom: text)
            if seen.insert(name).inserted { names.append(name) }
        }
        return names
    }

    /// Makes what a request for a stream asks for, past the router.
    ///
    /// Suspends to look into the log.
    ///
    /// - Parameters:
    ///   - request: of either address.
    ///   - room: the room in the path; `nil` for the stream of several.
    /// - Returns: the stream.
    /// - Throws: a problem for the client.
    func open(_ request: Request, room: RoomName?) async throws(Problem) -> StreamRequest {
        try await opening(request).stream(
            of: names(room, request),
            isSeveral: room == nil
        )
    }

    /// Makes what a request for a stream asks for, if nothing has to be waited for.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - request: of either address.
    ///   - room: the room in the path; `nil` for the stream of several.
    /// - Returns: the stream; `nil` if ``open(_:room:)`` has to make it.
    /// - Throws: a problem for the client.
    func openAtOnce(_ request: Request, room: RoomName?) throws(Problem) -> StreamRequest? {
        try opening(request).streamAtOnce(
            of: names(room, request),
            isSeveral: room == nil
        )
    }

    private func opening(_ request: Request) throws(Problem) -> StreamOpening {
        try house.admit()
        return StreamOpening(
            house: house,
            parameters: QueryParameters(request),
            request: request,
            identity: try house.identity(request.headers[.authorization])
        )
    }

    private func respond(_ stream: StreamRequest, _ context: ChatContext) -> Response {
        .stream(contentType: stream.encoding.format.mediaType, on: context.channel) {
            try await follow(stream, context) { _ in }
        }
    }

    /// Opens the stream, and waits for its end with whatever is done meanwhile.
    private func follow(
        _ stream: StreamRequest,
        _ context: ChatContext,
        meanwhile: @escaping @Sendable (FollowedStream) async -> Void
    ) async throws {
        try house.attendance.began(stream.member, in: stream.rooms)
        let followed = house.delivery.open(stream, on: context.channel)
        let end = await withTaskGroup { group in
            group.addTask { await meanwhile(followed) }
            let end = await followed.end()
            group.cancelAll()
            return end
        }
        house.attendance.ended(stream.member, in: stream.rooms)
        context.logger.debug("a stream ended", metadata: ["end": "\(end)"])
        // What was cut must not look whole.
        if end == .failed { throw Problem.internalError }
    }
}
