import ChatProtocol
import ChatStore
import Hummingbird

/// `/me/keys`: the public keys of an account.
///
/// Source: docs/API.md, section 2.
struct KeyRoutes {
    let services: Services

    private struct New: Decodable {
        var key: String
    }

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/me/keys", [.get: list, .post: add])
        routes.at("/me/keys/{fingerprint}", [.delete: drop])
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let keys = try services.gate.holder(caller).keys
        return .json(list: "keys", keys) { $0.key($1) }
    }

    private func add(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let holder = try services.gate.holder(caller)
        let new = try await request.neededJSON(New.self, services.limits, hint: #"{"key"}"#)
        let key = try await holder.addKey(new.key)
        return .json(.created) { $0.key(key) }
    }

    private func drop(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let fingerprint = context.decoded("fingerprint")
        try await services.gate.holder(caller).dropKey(fingerprint)
        return Response(status: .noContent)
    }
}

extension JSONWriter {
    fileprivate mutating func key(_ key: AccountKey) {
        object { fields in
            fields.field("fingerprint", key.fingerprint)
            fields.field("key", key.key)
            fields.field("createdAt", key.createdAt.description)
        }
    }
}
