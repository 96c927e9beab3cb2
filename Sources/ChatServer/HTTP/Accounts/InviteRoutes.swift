import ChatProtocol
import ChatStore
import Hummingbird

/// `/invites`: codes that let people in.
///
/// Source: docs/API.md, section 2.
struct InviteRoutes {
    let services: Services

    /// How long a code is good unless it is said, in milliseconds, and how often at the most.
    private static let usualTime: Int64 = 7 * 86_400_000
    private static let mostUses: Int64 = 10_000

    private struct Wish: Decodable {
        var room: String?
        var uses: WireNumber?
        var expiresIn: SpanField?
    }

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/invites", [.get: list, .post: make])
        routes.at("/invites/{code}", [.delete: end])
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let invites = try services.gate.inviter(caller).invites
        return .json(list: "invites", invites) { $0.invite($1) }
    }

    private func make(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let inviter = try services.gate.inviter(caller)
        let wish = try await request.json(
            Wish.self,
            services.limits,
            hint: #"{"room"?,"uses"?,"expiresIn"?}"#
        )
        let uses = wish?.uses?.value ?? 1
        guard (1...Self.mostUses).contains(uses) else {
            throw Problem.outOfBounds("uses", uses, 1...Self.mostUses, "1 to \(Self.mostUses)")
        }
        let now = services.gate.now
        let usual = Timestamp(milliseconds: now.milliseconds + Self.usualTime)
        let invite = try await inviter.make(
            room: try wish?.room.map { text throws(Problem) in
                try ChatContext.name(ofRoom: text)
            },
            uses: uses,
            expiresAt: try wish?.expiresIn?.end("expiresIn", from: now) ?? usual
        )
        return .json(.created) { $0.invite(invite) }
    }

    private func end(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        try await services.gate.inviter(caller).end(context.decoded("code"))
        return Response(status: .noContent)
    }
}

extension JSONWriter {
    fileprivate mutating func invite(_ invite: Invite) {
        object { fields in
            fields.field("code", invite.shownCode)
            fields.field("room", invite.room?.description)
            fields.field("uses", invite.uses)
            fields.field("by", invite.madeBy.description)
            fields.field("createdAt", invite.createdAt.description)
            fields.field("expiresAt", invite.expiresAt.description)
        }
    }
}
