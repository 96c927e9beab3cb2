import ChatProtocol
import HTTPTypes
import Hummingbird
import Logging
import StreamingHTTP
import Tracing

/// `GET /rooms/{room}/stream`, `GET /stream`, and their two-way forms.
///
/// Source: docs/API.md, section 4.
struct StreamRoutes {
    /// The stream of one room, and that of several.
    static let roomPath = "/rooms/{room}/stream"
    static let path = "/stream"

    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at(
            RouterPath(Self.roomPath),
            [.get: streamRoom, .post: streamBothWays, .put: streamBothWays]
        )
        routes.at(RouterPath(Self.path), [.get: streamSeveral])
    }

    private func streamRoom(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .stream)
        return respond(
            try await open(request, QueryParameters(request), caller, room: context.room()),
            context
        )
    }

    private func streamSeveral(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .stream)
        return respond(
            try await open(request, QueryParameters(request), caller, room: nil),
            context
        )
    }

    private func streamBothWays(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let name = try context.room()
        // Whoever may not write is told so before the stream begins.
        let writer = try await services.gate.writer(in: name, caller, .makes)
        guard request.headers[.idempotencyKey] == nil else { throw Problem.keyOfLines }
        let stream = try await open(request, QueryParameters(request), caller, room: name)
        let lines = TwoWayStream(
            services: services,
            room: name,
            mark: writer.mark,
            caller: caller,
            type: try request.bodyType(),
            isLimited: stream.limit != nil
        )
        BodyInvitation.current?.send()
        return .stream(contentType: stream.encoding.format.mediaType, on: context.channel) {
            try await follow(stream, context) { handle in
                // The opening is traced, and not what comes in the days behind it.
                await InstrumentationContext.$current.withValue(nil) {
                    await lines.post(linesOf: request.body, answering: handle)
                }
            }
        }
    }

    private func asked(
        _ room: RoomName?,
        _ parameters: QueryParameters
    ) throws(Problem) -> StreamOpening.Asked {
        if let room { return .one(room) }
        guard let asked = try parameters.list("rooms", of: "rooms") else { return .all }
        var seen: Set<RoomName> = []
        var names: [RoomName] = []
        for text in asked {
            let name = try ChatContext.name(ofRoom: text)
            if seen.insert(name).inserted { names.append(name) }
        }
        return .several(names)
    }

    /// Makes what a request for a stream asks for, past the router.
    ///
    /// Suspends to look into the log.
    ///
    /// - Parameter room: the room in the path; `nil` for the stream of several.
    /// - Throws: a problem for the client.
    func open(
        _ request: Request,
        _ parameters: QueryParameters,
        _ caller: Caller,
        room: RoomName?
    ) async throws(Problem) -> StreamRequest {
        try await opening(request, parameters, caller, room).stream(of: asked(room, parameters))
    }

    /// Makes what a request for a stream asks for, if nothing has to be waited for.
    ///
    /// Does not suspend.
    ///
    /// - Parameter room: the room in the path; `nil` for the stream of several.
    /// - Returns: the stream; `nil` if ``open(_:_:_:room:)`` has to make it.
    /// - Throws: a problem for the client.
    func openAtOnce(
        _ request: Request,
        _ parameters: QueryParameters,
        _ caller: Caller,
        room: RoomName?
    ) throws(Problem) -> StreamRequest? {
        try opening(request, parameters, caller, room).streamAtOnce(of: asked(room, parameters))
    }

    private func opening(
        _ request: Request,
        _ parameters: QueryParameters,
        _ caller: Caller,
        _ room: RoomName?
    ) throws(Problem) -> StreamOpening {
        try services.admit()
        try PartSelection.of[room == nil ? Self.path : Self.roomPath]?.check(parameters)
        return StreamOpening(
            start: StreamStart(services: services, parameters: parameters),
            request: request,
            caller: caller
        )
    }

    private func respond(_ stream: StreamRequest, _ context: ChatContext) -> Response {
        let mediaType = stream.encoding.format.mediaType
        guard context.channel.isMultiplexed else {
            return .stream(contentType: mediaType, on: context.channel) {
                try await follow(stream, context) { _ in }
            }
        }
        let (services, span) = (services, context.span)
        return .stream(contentType: mediaType, handedOverOn: context.channel) { body, loop in
            guard let body else { return }
            try services.presence.began(stream.member, in: stream.presentRooms)
            let ended = services.presence.endHandler(for: stream.member)
            services.delivery.open(stream, in: body, on: loop, whenEnded: ended)
            span?.end()
        }
    }

    /// Opens the stream, and waits for its end with whatever is done meanwhile.
    private func follow(
        _ stream: StreamRequest,
        _ context: ChatContext,
        meanwhile: @escaping @Sendable (FollowedStream) async -> Void
    ) async throws {
        try services.presence.began(stream.member, in: stream.presentRooms)
        let followed = services.delivery.open(stream, on: context.channel)
        context.span?.end()
        let ending = await withTaskGroup { group in
            group.addTask { await meanwhile(followed) }
            let ending = await followed.end()
            group.cancelAll()
            return ending
        }
        services.presence.endHandler(for: stream.member)(ending.end, ending.rooms)
        // What was cut must not look whole.
        if ending.end == .failed { throw Problem.internalError }
    }
}
