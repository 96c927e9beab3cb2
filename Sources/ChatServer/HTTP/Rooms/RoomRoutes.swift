import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// `GET /rooms` and `PUT|GET|DELETE /rooms/{room}`.
///
/// Source: docs/API.md, section 6.
struct RoomRoutes {
    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/rooms", [.get: list])
        routes.at("/rooms/{room}", [.get: show, .put: change, .delete: delete])
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        return .json(body: try await listing(caller).list())
    }

    private func show(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        return try await answer(.ok, services.gate.reader(of: context.room(), caller))
    }

    /// Makes a room, or changes what it is.
    private func change(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        var founder = try services.gate.founder(of: context.room(), caller)
        founder.conditions = ChangeConditions(request.headers)
        let wanted = try await RoomRules(limits: services.limits).change(of: request)
        try founder.charge()
        let isNew = try await founder.change(wanted, services.forget)
        // What was done is known here, and must not be told as not done.
        var response = try await answer(
            isNew ? .created : .ok,
            services.gate.readerAtOnce(of: founder.name, caller)
        )
        response.headers[.location] = "/rooms/\(founder.name.pathPart)"
        return response
    }

    /// Takes a room away: its streams are told, and what was said in it goes.
    private func delete(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let moderator = try await services.gate.moderator(of: context.room(), caller)
        try await moderator.delete(services.forget)
        return Response(status: .noContent)
    }

    private func listing(_ caller: Caller) -> RoomDirectory {
        RoomDirectory(gate: services.gate, caller: caller, queue: services.lists)
    }

    private func answer(
        _ status: HTTPResponse.Status,
        _ reader: Reader
    ) async throws(Problem) -> Response {
        let row = try await listing(reader.caller).row(of: reader)
        return .json(status) { row.write(to: &$0) }
    }
}
