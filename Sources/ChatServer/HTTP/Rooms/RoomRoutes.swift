import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// `GET /rooms` and `PUT|GET /rooms/{room}`.
///
/// Source: docs/API.md, section 6.
struct RoomRoutes {
    let house: House

    private struct Change: Decodable {
        var topic: String?
        var visibility: String?
    }

    /// Adds the addresses.
    ///
    /// - Parameter routes: the table.
    func add(to routes: Routes) {
        routes.at("/rooms", [.get: list])
        routes.at("/rooms/{room}", [.get: show, .put: change])
    }

    @Sendable private func list(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let member = try house.identity(request.headers[.authorization]).member
        let rooms = try await RoomListing(house: house, member: member).rows()
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .json { bytes in
                JSONWriter.append(to: &bytes) { writer in
                    writer.object { fields in
                        fields.key("rooms")
                        fields.array { array in for row in rooms { row.write(to: &array) } }
                    }
                }
            }
        )
    }

    @Sendable private func show(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let member = try house.identity(request.headers[.authorization]).member
        guard let room = house.rooms.room(named: name) else { throw Problem.roomNotFound(name) }
        return try await answer(.ok, room, member)
    }

    @Sendable private func change(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let identity = try house.identity(request.headers[.authorization])
        try house.admitWrite(by: identity.author)
        let hint = #"{"topic"?,"visibility"?}"#
        let change = try await request.json(
            Change.self,
            limit: house.limits.bodyBytes,
            hint: hint
        )
        let isNew = house.rooms.room(named: name) == nil
        let checked = try check(change)
        let room = try await house.rooms.room(making: name)
        if checked != RoomChange() {
            _ = try await house.post(
                Draft(room: name, user: identity.author, content: .room(checked))
            )
        }
        var response = try await answer(isNew ? .created : .ok, room, identity.member)
        response.headers[.location] = "/rooms/\(name)"
        return response
    }

    private func check(_ change: Change?) throws(Problem) -> RoomChange {
        guard let change else { return RoomChange() }
        if let count = change.topic?.utf8.count, count > house.limits.topicBytes {
            throw .topicTooLong(limit: house.limits.topicBytes, value: count)
        }
        switch change.visibility {
        case nil, "public": break
        case "private": throw .accountsNeeded("private rooms")
        default: throw .badBody("visibility is public or private")
        }
        return RoomChange(
            topic: change.topic,
            visibility: change.visibility.flatMap(Visibility.init)
        )
    }

    private func answer(
        _ status: HTTPResponse.Status,
        _ room: Room,
        _ member: MemberName?
    ) async throws(Problem) -> Response {
        let row = try await RoomListing(house: house, member: member).row(of: room)
        return Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: .json { bytes in JSONWriter.append(to: &bytes) { row.write(to: &$0) } }
        )
    }
}
