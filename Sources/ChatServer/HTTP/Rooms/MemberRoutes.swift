import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// Members of a room: who they are and who is here, joining and leaving, typing, read markers.
///
/// Source: docs/API.md, section 6.
struct MemberRoutes {
    let house: House

    private struct Marker: Decodable {
        var seq: WireNumber
    }

    private struct Wish: Decodable {
        var role: String?
        var until: String?
        var mutedUntil: String?
    }

    /// Adds the addresses.
    ///
    /// - Parameter routes: the table.
    func add(to routes: Routes) {
        routes.at("/rooms/{room}/members", [.get: list])
        routes.at("/rooms/{room}/members/{name}", [.put: join, .delete: leave])
        routes.at("/rooms/{room}/typing", [.post: type])
        routes.at("/rooms/{room}/read", [.put: read])
    }

    // MARK: - Who

    @Sendable private func list(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        _ = try house.identity(request.headers[.authorization])
        guard let room = house.rooms.room(named: name) else { throw Problem.roomNotFound(name) }
        let here = await room.here
        let roles = try await attempt { () async throws(StoreError) in
            try await house.store.members(of: name)
        }
        let known = Set(roles.map(\.0))
        let rows =
            roles.filter { $0.1 != .none || here.contains($0.0) }.map {
                (name: $0.0, role: $0.1, isHere: here.contains($0.0))
            }
            + here.filter { !known.contains($0) }.map { (name: $0, role: .none, isHere: true) }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .json { Self.write(rows.sorted { $0.name < $1.name }, to: &$0) }
        )
    }

    private static func write(
        _ rows: [(name: MemberName, role: Role, isHere: Bool)],
        to bytes: inout [UInt8]
    ) {
        JSONWriter.append(to: &bytes) { writer in
            writer.object { fields in
                fields.key("members")
                fields.array { array in
                    for row in rows {
                        array.object { fields in
                            fields.field("name", row.name.description)
                            fields.field("role", row.role.rawValue)
                            fields.field("here", row.isHere)
                        }
                    }
                }
            }
        }
    }

    // MARK: - Joining and leaving

    @Sendable private func join(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        try await setRole(.member, request, context) { () async throws(Problem) in
            let wish = try await request.json(
                Wish.self,
                limit: house.limits.bodyBytes,
                hint: #"{"role"?}"#
            )
            if let role = wish?.role, Role(rawValue: role) == nil {
                throw .badParameter("role", "owner, moderator, member, none or banned")
            }
            guard wish?.role ?? "member" == "member", wish?.until == nil, wish?.mutedUntil == nil
            else { throw .accountsNeeded("roles, bans and mutes") }
        }
    }

    @Sendable private func leave(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        try await setRole(.none, request, context) {}
    }

    /// Without accounts a name proves nothing, so a member decides for itself alone.
    private func setRole(
        _ role: Role,
        _ request: Request,
        _ context: ChatContext,
        reading body: () async throws(Problem) -> Void
    ) async throws -> Response {
        let name = try context.room()
        let speaker = try speaker(of: request)
        try house.admitWrite(by: speaker)
        let member = try context.member()
        guard member == speaker else { throw Problem.accountsNeeded("roles of others") }
        try await body()
        if role == .none, house.rooms.room(named: name) == nil { throw Problem.roomNotFound(name) }
        let known = try await attempt { () async throws(StoreError) in
            try await house.store.role(of: member, in: name)
        }
        guard known != role else { return Response(status: .noContent) }
        _ = try await house.post(
            Draft(room: name, user: member, content: .member(member, role: role))
        )
        return Response(status: role == .member ? .created : .noContent)
    }

    // MARK: - Typing and reading

    @Sendable private func type(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let speaker = try speaker(of: request)
        try house.admitWrite(by: speaker)
        guard let room = house.rooms.room(named: name) else { throw Problem.roomNotFound(name) }
        if let event = await room.typing(speaker) { house.delivery.publish(event) }
        return Response(status: .noContent)
    }

    @Sendable private func read(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let speaker = try speaker(of: request)
        try house.admitWrite(by: speaker)
        guard house.rooms.room(named: name) != nil else { throw Problem.roomNotFound(name) }
        let marker = try await request.json(
            Marker.self,
            limit: house.limits.bodyBytes,
            hint: #"{"seq"}"#
        )
        guard let asked = marker?.seq.value else { throw Problem.badBody(#"expected {"seq"}"#) }
        let seq = try await attempt { () async throws(StoreError) in
            try await house.store.markRead(name, by: speaker, through: asked)
        }
        house.delivery.publish(.read(room: name, seq: seq), to: speaker)
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .json { bytes in
                JSONWriter.append(to: &bytes) { writer in
                    writer.object { fields in
                        fields.field("room", name.description)
                        fields.field("seq", seq)
                    }
                }
            }
        )
    }

    private func speaker(of request: Request) throws(Problem) -> MemberName {
        try house.identity(request.headers[.authorization]).author
    }
}
