import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST` and `GET /rooms/{room}/messages`, and one message by its `seq`, as they are now.
///
/// Source: docs/API.md, section 5.
struct MessageRoutes {
    /// Where a post goes.
    static let path = "/rooms/{room}/messages"

    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at(RouterPath(Self.path), [.get: list, .post: post])
        let amendments = AmendmentRoutes(services: services)
        routes.at(
            "/rooms/{room}/messages/{seq}",
            [.get: show, .patch: amendments.edit, .delete: amendments.delete]
        )
        amendments.add(to: routes)
    }

    // MARK: - Post

    private func post(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let key = request.headers[.idempotencyKey]
        let writer = try await services.gate.writer(
            in: context.room(),
            caller,
            key == nil ? .makes : [.makes, .evenMuted]
        )
        let posting = try Posting(writer, key: key)
        let message = try await MessageBody(limits: services.limits).message(of: request)
        try writer.charge()
        let start = ContinuousClock.now
        let answer = Posting.answer(to: try await writer.post(posting.draft(of: message)))
        services.sampler.tally.posted(in: start.duration(to: .now))
        return Response(
            status: answer.status,
            headers: [.contentType: "application/json", .location: answer.location],
            body: .whole(ByteBuffer(bytes: answer.body))
        )
    }

    // MARK: - Read

    private func show(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let reader = try await services.gate.reader(of: context.room(), caller)
        let seq = try context.seq()
        return AmendmentRoutes.answer(try await reader.message(seq))
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let reader = try await services.gate.reader(of: context.room(), caller)
        return try await LogReading(
            services: services,
            reader: reader,
            parameters: QueryParameters(request)
        ).response(to: request, context, .now)
    }
}
