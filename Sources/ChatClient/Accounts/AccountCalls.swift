package import ChatProtocol
import NIOHTTP1

/// Signing in and out, and making an account.
///
/// Every function suspends until the answer is there or has failed.
package struct AccountCalls: Sendable {
    let transport: Transport

    /// Makes the calls.
    ///
    /// - Parameter transport: the way to the server.
    package init(over transport: Transport) {
        self.transport = transport
    }

    /// Takes a token for a name and its password.
    ///
    /// - Parameter label: what the token is called in the account's list.
    /// - Throws: why there is none.
    package func signIn(
        _ name: MemberName,
        password: String,
        label: String
    ) async throws(CallFailure) -> SignedIn {
        var request = Self.request("/tokens") { $0.field("label", label) }
        request.speaker = name
        request.proof = .password(password)
        return try await token(by: request, for: name)
    }

    /// Asks for a text that a key of an account is to sign.
    ///
    /// - Throws: why there is none.
    package func challenge(for name: MemberName) async throws(CallFailure) -> String {
        struct Drawn: Decodable {
            var challenge: String
        }
        let request = Self.request("/challenges") { $0.field("name", name.description) }
        return try await value(Drawn.self, by: request).challenge
    }

    /// Takes a token for a signed challenge.
    ///
    /// - Parameters:
    ///   - signature: as `ssh-keygen -Y sign -n burble` makes it.
    ///   - label: what the token is called in the account's list.
    /// - Throws: why there is none.
    package func signIn(
        _ name: MemberName,
        challenge: String,
        signature: String,
        label: String
    ) async throws(CallFailure) -> SignedIn {
        let request = Self.request("/tokens") { fields in
            fields.field("name", name.description)
            fields.field("challenge", challenge)
            fields.field("signature", signature)
            fields.field("label", label)
        }
        return try await token(by: request, for: name)
    }

    /// Makes an account.
    ///
    /// - Parameter invite: a code; `nil` where none is needed.
    /// - Throws: why it was not made.
    package func register(
        _ name: MemberName,
        password: String,
        invite: String?
    ) async throws(CallFailure) {
        let request = Self.request("/accounts") { fields in
            fields.field("name", name.description)
            fields.field("password", password)
            fields.field("invite", invite)
        }
        struct Made: Decodable {
            var name: String
        }
        _ = try await value(Made.self, by: request)
    }

    /// Ends the token that this client uses.
    ///
    /// - Throws: why it was not ended; one that has ended is none.
    package func signOut(_ signedIn: SignedIn) async throws(CallFailure) {
        do throws(CallFailure) {
            try await endToken(signedIn.id, by: .token(signedIn))
        } catch .refused(let problem) where [401, 404].contains(problem.status) {
            return
        } catch {
            throw error
        }
    }

    /// Who the caller is by the server's word.
    ///
    /// - Returns: whether that is an operator.
    /// - Throws: why it did not tell.
    package func isOperator() async throws(CallFailure) -> Bool {
        struct Me: Decodable {
            var `operator`: Bool?
        }
        return try await value(Me.self, by: Request(path: "/me")).operator ?? false
    }

    static func request(_ path: String, _ fields: (inout JSONWriter) -> Void) -> Request {
        var json: [UInt8] = []
        JSONWriter.append(to: &json) { $0.object(fields) }
        var request = Request(method: .POST, path: path, json: json)
        // A token that is no longer good must not keep anybody from getting another one.
        request.proof = .nothing
        return request
    }

    private func token(
        by request: Request,
        for name: MemberName
    ) async throws(CallFailure) -> SignedIn {
        struct Made: Decodable {
            var id: String
            var token: String
        }
        let made = try await value(Made.self, by: request)
        guard TokenFile.isToken(made.token) else { throw notUnderstood }
        return SignedIn(name: name, id: made.id, token: made.token)
    }

    func value<Value: Decodable>(
        _ type: Value.Type,
        by request: Request
    ) async throws(CallFailure) -> Value {
        let answer = try await transport.answer(to: request)
        do {
            return try answer.decoded(type)
        } catch {
            throw notUnderstood
        }
    }

    private var notUnderstood: CallFailure {
        .unreachable(.badAnswer(transport.server, "it is not understood"))
    }
}
