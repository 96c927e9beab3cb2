import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// `GET /rooms/{room}/events`: the raw log of a room.
///
/// Source: docs/API.md, section 5.
struct EventRoutes {
    let house: House

    /// Adds the addresses.
    ///
    /// - Parameter routes: the table.
    func add(to routes: Routes) {
        routes.at("/rooms/{room}/events", [.get: list])
    }

    @Sendable private func list(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        _ = try house.identity(request.headers[.authorization])
        guard let room = house.rooms.room(named: name) else { throw Problem.roomNotFound(name) }
        return try await LogReading(
            house: house,
            room: room,
            parameters: QueryParameters(request)
        ).response(to: request, context, .said)
    }
}
