import ChatProtocol
import ChatStore
import Credentials
import HTTPTypes
import Hummingbird

/// `/tokens`, `/tickets` and `/challenges`.
///
/// Source: docs/API.md, section 2.
struct TokenRoutes {
    let services: Services

    /// Bytes of a token's label.
    private static let labelBytes = 100

    private struct Wish: Decodable {
        var label: WordsField?
        var expiresIn: SpanField?
        var scope: String?
        var rooms: [String]?
        var name: String?
        var challenge: String?
        var signature: String?
    }

    private struct Name: Decodable {
        var name: String
    }

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/tokens", [.get: list, .post: make])
        routes.at("/tokens/{id}", [.delete: revoke])
        routes.at("/tickets", [.post: makeTicket])
        routes.at("/challenges", [.post: challenge])
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let tokens = try services.gate.holder(caller).tokens
        return .json(list: "tokens", tokens) { array, token in array.object { $0.token(token) } }
    }

    private func make(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .signIn)
        let fields = try await request.neededJSON(
            Wish.self,
            services.limits,
            hint: #"{"label"?,"expiresIn"?,"scope"?,"rooms"?,"name"?,"challenge"?,"signature"?}"#
        )
        if let signed = try signed(fields) {
            let name = try AccountRoutes.name(signed.name)
            let made = try await services.gate.signIn(
                name,
                challenge: signed.challenge,
                signature: signed.signature,
                try wish(fields, of: name),
                caller
            )
            return answer(made)
        }
        let holder = try services.gate.holder(caller)
        return answer(try await holder.makeToken(wish(fields, of: holder.name)))
    }

    /// The signed challenge among the fields; `nil` if nothing of one is there.
    ///
    /// A part of one is refused: whoever sends it means the account of that name, and not the one
    /// whose credentials stand in the request.
    private func signed(
        _ fields: Wish
    ) throws(Problem) -> (name: String, challenge: String, signature: String)? {
        switch (fields.name, fields.challenge, fields.signature) {
        case (nil, nil, nil): return nil
        case (let name?, let challenge?, let signature?): return (name, challenge, signature)
        default: throw .badBody("name, challenge and signature go together")
        }
    }

    private func wish(_ fields: Wish, of name: MemberName) throws(Problem) -> TokenWish {
        let label = fields.label?.text ?? ""
        let count = label.utf8.count
        guard count <= Self.labelBytes else {
            throw .parameterTooLong("label", limit: Self.labelBytes, value: count)
        }
        var wish = TokenWish(label: label)
        if let text = fields.scope {
            guard let scope = AccountToken.Scope(rawValue: text) else {
                throw .badParameter("scope", "all, read or post")
            }
            wish.scope = scope
        }
        wish.expiresAt = try fields.expiresIn?.end("expiresIn", from: services.gate.now)
        guard let rooms = fields.rooms else { return wish }
        let most = Limits.streamRooms
        guard (1...most).contains(rooms.count) else {
            let bounds = 1...Int64(most)
            throw .outOfBounds("rooms", Int64(rooms.count), bounds, "1 to \(most) rooms")
        }
        wish.rooms = try rooms.map { text throws(Problem) in
            let room = try ChatContext.name(ofRoom: text)
            return room.directMember.map { RoomName(of: name, and: $0) } ?? room
        }
        return wish
    }

    private func answer(_ made: (secret: Secret, row: AccountToken)) -> Response {
        .json(.created) { writer in
            writer.object { fields in
                fields.field("token", made.secret.text)
                fields.token(made.row)
            }
        }
    }

    private func revoke(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        try await services.gate.holder(caller).revokeToken(context.parameters.get("id") ?? "")
        return Response(status: .noContent)
    }

    private func makeTicket(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let ticket = try await services.gate.makeTicket(caller)
        return .json(.created) { writer in
            writer.object { fields in
                fields.field("ticket", ticket.secret.text)
                fields.field("expiresAt", ticket.expiresAt.description)
            }
        }
    }

    private func challenge(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .signIn)
        let body = try await request.neededJSON(Name.self, services.limits, hint: #"{"name"}"#)
        let drawn = try await services.gate.challenge(for: AccountRoutes.name(body.name), caller)
        return .json(.created) { writer in
            writer.object { fields in
                fields.field("challenge", drawn.secret.text)
                fields.field("expiresAt", drawn.expiresAt.description)
            }
        }
    }
}

extension JSONWriter {
    /// Writes a token's fields, without the token, which is not kept.
    fileprivate mutating func token(_ token: AccountToken) {
        field("id", token.id)
        field("label", token.label)
        field("scope", token.scope.rawValue)
        if let rooms = token.rooms {
            key("rooms")
            array { array in
                for room in rooms { array.string(room.shown(to: token.account).description) }
            }
        }
        field("createdAt", token.createdAt.description)
        field("expiresAt", token.expiresAt?.description)
        field("lastUsedAt", token.lastUsedAt?.description)
    }
}
