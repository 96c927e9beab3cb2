import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// Members of a room: who they are and who is here, roles, typing, read markers.
///
/// Source: docs/API.md, section 6.
struct MemberRoutes {
    let services: Services

    private struct Marker: Decodable {
        var seq: WireNumber
        var shown: Bool?
    }

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/rooms/{room}/members", [.get: list])
        routes.at("/rooms/{room}/members/{name}", [.put: set, .delete: drop])
        routes.at("/rooms/{room}/typing", [.post: type])
        routes.at("/rooms/{room}/read", [.put: read])
    }

    // MARK: - Who

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let reader = try await services.gate.reader(of: context.room(), caller)
        let directory = MemberDirectory(reader: reader, queue: services.lists)
        return .json(body: try await directory.list())
    }

    // MARK: - Roles

    private func set(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let member = try context.member()
        let wish = try await MemberWish(request, services.limits, from: services.gate.now)
        if let code = wish.invite {
            let isNew = try await services.gate.join(context.room(), with: code, member, caller)
            return Response(status: isNew ? .created : .noContent)
        }
        let change = try await services.gate.membership(
            of: member,
            in: context.room(),
            caller,
            for: wish
        )
        let isNew = try await change.set(wish)
        return Response(status: isNew ? .created : .noContent)
    }

    private func drop(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let reason = try await request.reason(services.limits)
        let change = try await services.gate.membership(
            of: context.member(),
            in: context.room(),
            caller
        )
        _ = try await change.set(MemberWish(role: Role.none, reason: reason))
        return Response(status: .noContent)
    }

    // MARK: - Typing and reading

    private func type(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let writer = try await services.gate.writer(in: context.room(), caller)
        try writer.charge()
        if let event = await writer.types() {
            services.delivery.publish(event)
        }
        return Response(status: .noContent)
    }

    private func read(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let room = try context.room()
        let marker = try await request.neededJSON(
            Marker.self,
            services.limits,
            hint: #"{"seq","shown"?}"#,
            ignoringOthers: true
        )
        let marking = try await services.gate.marking(in: room, caller)
        let seq = try await marking.mark(through: marker.seq.value, isShown: marker.shown ?? false)
        services.delivery.publish(.read(room: marking.room, seq: seq), to: marking.author)
        return .json { writer in
            writer.object { fields in
                fields.field("room", marking.shownRoom.description)
                fields.field("seq", seq)
            }
        }
    }
}
