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
        return try respond(try await open(request, [name], isSeveral: false), context)
    }

    @Sendable private func streamSeveral(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let names: [RoomName]
        if let asked = QueryParameters(request)["rooms"] {
            var seen: Set<RoomName> = []
            names = try asked.split(separator: ",").map { try ChatContext.name(ofRoom: $0) }
                .filter { seen.insert($0).inserted }
        } else {
            names = house.rooms.all.prefix(Limits.streamRooms).map(\.name)
        }
        return try respond(try await open(request, names, isSeveral: true), context)
    }

    @Sendable private func talkInRoom(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let stream = try await open(request, [name], isSeveral: false)
        let talk = Talk(
            house: house,
            room: name,
            author: try Identity(authorization: request.headers[.authorization]).author
        )
        return .stream(contentType: stream.encoding.format.mediaType) {
            try await follow(stream, context) { handle in
                await talk.post(linesOf: request.body, answering: handle)
            }
        }
    }

    private func open(
        _ request: Request,
        _ names: [RoomName],
        isSeveral: Bool
    ) async throws(Problem) -> StreamRequest {
        try house.admit()
        let opening = StreamOpening(
            house: house,
            parameters: QueryParameters(request),
            request: request,
            identity: try Identity(authorization: request.headers[.authorization])
        )
        return try await opening.stream(of: names, isSeveral: isSeveral)
    }

    private func respond(_ stream: StreamRequest, _ context: ChatContext) throws -> Response {
        .stream(contentType: stream.encoding.format.mediaType) {
            try await follow(stream, context) { _ in }
        }
    }

    /// Opens the stream, and waits for its end with whatever is done meanwhile.
    private func follow(
        _ stream: StreamRequest,
        _ context: ChatContext,
        meanwhile: @escaping @Sendable (StreamHandle) async -> Void
    ) async throws {
        let handle = house.delivery.open(stream, on: context.channel)
        await house.arrived(stream.member, in: stream.rooms)
        let end = await withTaskGroup { group in
            group.addTask { await meanwhile(handle) }
            let end = await handle.end()
            group.cancelAll()
            return end
        }
        await house.left(stream.member, in: stream.rooms)
        context.logger.debug("a stream ended", metadata: ["end": "\(end)"])
        // What was cut must not look whole.
        if end == .failed { throw Problem.internalError }
    }
}
