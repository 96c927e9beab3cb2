import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// `/accounts` and `/me`.
///
/// Source: docs/API.md, section 2.
struct AccountRoutes {
    let services: Services

    private struct New: Decodable {
        var name: String
        var password: String
        var invite: String?
        var `operator`: Bool?
    }

    private struct Change: Decodable {
        var `operator`: Bool?
        var disabled: Bool?
        var newPassword: String?
    }

    private struct PasswordChange: Decodable {
        var password: String
        var newPassword: String
        var revokeTokens: Bool?
    }

    private struct Password: Decodable {
        var password: String
    }

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/accounts", [.get: list, .post: register])
        routes.at("/accounts/{name}", [.patch: change, .delete: delete])
        routes.at("/me", [.get: show, .patch: changeOwn, .delete: deleteOwn])
    }

    // MARK: - Accounts

    private func register(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let new = try await request.neededJSON(
            New.self,
            services.limits,
            hint: #"{"name","password","invite"?,"operator"?}"#
        )
        let account = try await services.gate.register(
            Registration(
                name: try Self.name(new.name),
                password: new.password,
                invite: new.invite,
                isOperator: new.operator ?? false
            ),
            caller
        )
        return .json(.created) { writer in
            writer.object { fields in
                fields.field("name", account.name.description)
                fields.field("createdAt", account.createdAt.description)
            }
        }
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let accounts = try services.gate.operator(caller).accounts
        return .json(list: "accounts", accounts) { $0.account($1) }
    }

    private func change(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let decider = try services.gate.operator(caller)
        let change = try await request.json(
            Change.self,
            services.limits,
            hint: #"{"operator"?,"disabled"?,"newPassword"?}"#
        )
        let account = try await decider.change(
            context.member(),
            isOperator: change?.operator,
            isDisabled: change?.disabled,
            password: change?.newPassword
        )
        return .json { $0.account(account) }
    }

    private func delete(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        try await services.gate.operator(caller).delete(context.member())
        return Response(status: .noContent)
    }

    // MARK: - One's own

    private func show(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        guard let name = caller.member else { throw Problem.credentialsNeeded }
        let account = services.gate.accounts.look { $0.accounts[name] }
        return .json { writer in
            writer.object { fields in
                fields.field("name", (account?.name ?? name).description)
                fields.field("operator", caller.identity.isOperator)
                // A guest, and who holds the operator's token, is there for the one request alone.
                fields.field("createdAt", (account?.createdAt ?? services.gate.now).description)
            }
        }
    }

    private func changeOwn(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let holder = try services.gate.holder(caller)
        let change = try await request.neededJSON(
            PasswordChange.self,
            services.limits,
            hint: #"{"password","newPassword","revokeTokens"?}"#
        )
        try await holder.changePassword(
            from: change.password,
            to: change.newPassword,
            revokesTokens: change.revokeTokens ?? false
        )
        return Response(status: .noContent)
    }

    private func deleteOwn(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let holder = try services.gate.holder(caller)
        let proof = try await request.neededJSON(
            Password.self,
            services.limits,
            hint: #"{"password"}"#
        )
        try await holder.delete(password: proof.password)
        return Response(status: .noContent)
    }

    /// Reads a member's name from a body.
    ///
    /// - Throws: `400 bad_name`.
    static func name(_ text: String) throws(Problem) -> MemberName {
        do {
            return try MemberName(text)
        } catch {
            throw .badName(error, of: "member")
        }
    }
}

extension JSONWriter {
    /// Writes an account as the operator sees it.
    fileprivate mutating func account(_ account: Account) {
        object { fields in
            fields.field("name", account.name.description)
            fields.field("operator", account.isOperator)
            fields.field("disabled", account.isDisabled)
            fields.field("createdAt", account.createdAt.description)
        }
    }
}
