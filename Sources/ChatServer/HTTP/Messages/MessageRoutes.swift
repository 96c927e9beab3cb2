import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST` and `GET /rooms/{room}/messages`, and one message by its `seq`, as they are now.
///
/// Source: docs/API.md, section 5.
struct MessageRoutes {
    let house: House

    /// Adds the addresses.
    ///
    /// - Parameter routes: the table.
    func add(to routes: Routes) {
        routes.at("/rooms/{room}/messages", [.get: list, .post: post])
        let amendments = AmendmentRoutes(house: house)
        routes.at(
            "/rooms/{room}/messages/{seq}",
            [.get: show, .patch: amendments.edit, .delete: amendments.delete]
        )
        amendments.add(to: routes)
    }

    // MARK: - Post

    @Sendable private func post(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let posting = try Posting(
            house: house,
            room: name,
            author: try house.identity(request.headers[.authorization]).author,
            key: request.headers[.idempotencyKey]
        )
        try posting.admit()
        let message = try await MessageBody(limits: house.limits).message(of: request)
        let answer = Posting.answer(to: try await house.post(posting.draft(of: message)))
        return Response(
            status: answer.status,
            headers: [.contentType: "application/json", .location: answer.location],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    // MARK: - Read

    @Sendable private func show(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let seq = try context.seq()
        guard house.rooms.room(named: name) != nil else { throw Problem.roomNotFound(name) }
        return try await AmendmentRoutes.answer(house: house, room: name, seq: seq)
    }

    @Sendable private func list(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let parameters = QueryParameters(request)
        _ = try house.identity(request.headers[.authorization])
        guard let room = house.rooms.room(named: name) else { throw Problem.roomNotFound(name) }
        let format = parameters["format"]
        if let format, format != "json", Format(name: format) == nil {
            throw Problem.unknownFormat(format, of: ["json"] + Format.allCases.map(\.rawValue))
        }
        guard format == nil || format == "json" else {
            return try await LogReading(house: house, room: room, parameters: parameters)
                .response(to: request, context, .now)
        }
        let page = try await HistoryPage(
            house: house,
            room: room,
            parameters: parameters,
            request: request
        )
        return try await page.response()
    }
}
