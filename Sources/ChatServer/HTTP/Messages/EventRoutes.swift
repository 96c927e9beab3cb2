import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// `GET /rooms/{room}/events`: the raw log of a room.
///
/// Source: docs/API.md, section 5.
struct EventRoutes {
    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/rooms/{room}/events", [.get: list])
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let reader = try await services.gate.reader(of: context.room(), caller)
        return try await LogReading(
            services: services,
            reader: reader,
            parameters: QueryParameters(request)
        ).response(to: request, context, .said)
    }
}
