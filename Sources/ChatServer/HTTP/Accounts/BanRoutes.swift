import ChatProtocol
import ChatStore
import Credentials
import Hummingbird

/// `/bans`: whom the operator keeps out of the server.
///
/// Source: docs/API.md, section 6.
struct BanRoutes {
    let services: Services

    private struct Wish: Decodable {
        var name: String?
        var address: String?
        var until: String?
        var reason: WordsField?
    }

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/bans", [.get: list, .post: make])
        routes.at("/bans/{id}", [.delete: lift])
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let bans = try services.gate.operator(caller).bans
        return .json(list: "bans", bans) { $0.ban($1) }
    }

    private func make(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let decider = try services.gate.operator(caller)
        let hint = #"{"name"|"address","until"?,"reason"?}"#
        let wish = try await request.neededJSON(Wish.self, services.limits, hint: hint)
        guard (wish.name == nil) != (wish.address == nil) else {
            throw Problem.badBody("expected \(hint)")
        }
        let range = wish.address.flatMap { AddressRange($0) }
        guard (range == nil) == (wish.address == nil) else {
            throw Problem.badParameter("address", "an address, or a range like 192.0.2.0/24")
        }
        let reason = wish.reason?.said
        try services.limits.check(reason: reason)
        let ban = ServerBan(
            id: String(Secret(.ticket).digest.hexadecimal.prefix(16)),
            name: try wish.name.map { text throws(Problem) in try AccountRoutes.name(text) },
            address: range?.description,
            until: try .end("until", wish.until, from: services.gate.now),
            reason: reason,
            madeBy: decider.name,
            createdAt: services.gate.now
        )
        try await decider.add(ban)
        return .json(.created) { $0.ban(ban) }
    }

    private func lift(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        try await services.gate.operator(caller).lift(context.parameters.get("id") ?? "")
        return Response(status: .noContent)
    }
}

extension JSONWriter {
    fileprivate mutating func ban(_ ban: ServerBan) {
        object { fields in
            fields.field("id", ban.id)
            fields.field("name", ban.name?.description)
            // One that was kept before has the spelling that it was made by.
            let range = ban.address.flatMap { AddressRange($0) }
            fields.field("address", range?.description ?? ban.address)
            fields.field("until", ban.until?.description)
            fields.field("reason", ban.reason)
            fields.field("by", ban.madeBy.description)
            fields.field("createdAt", ban.createdAt.description)
        }
    }
}
