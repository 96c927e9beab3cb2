import ChatProtocol
import NIOHTTP1

/// What the owner of an account decides about it: its tokens, its password, its end.
///
/// Every function suspends until the answer is there or has failed.
extension AccountCalls {
    /// A token, as the server tells of it.
    package struct Token: Decodable, Sendable {
        package var id: String
        package var label: String
        package var scope: String
        package var createdAt: String
        package var expiresAt: String?
        package var lastUsedAt: String?
    }

    /// Lists the account's tokens.
    ///
    /// - Throws: why they were not told.
    package func tokens(by proof: AccountProof) async throws(CallFailure) -> [Token] {
        struct List: Decodable {
            var tokens: [Token]
        }
        var request = Request(path: "/tokens")
        proof.prove(&request)
        return try await value(List.self, by: request).tokens
    }

    /// Looks whether a token still lets its owner in.
    ///
    /// - Returns: false for one that has ended.
    /// - Throws: why that is not known.
    package func holds(_ signedIn: SignedIn) async throws(CallFailure) -> Bool {
        do throws(CallFailure) {
            _ = try await tokens(by: .token(signedIn))
            return true
        } catch .refused(let problem) where problem.status == 401 {
            return false
        } catch {
            throw error
        }
    }

    /// Ends a token of the account.
    ///
    /// - Throws: why it was not ended.
    package func endToken(_ id: String, by proof: AccountProof) async throws(CallFailure) {
        let path = "/tokens/\(id.percentEncoded)"
        try await done(Request(method: .DELETE, path: path), by: proof)
    }

    /// Gives the account another password.
    ///
    /// - Parameter endsTokens: whether all tokens end but the one that proves it.
    /// - Throws: why it was not changed.
    package func changePassword(
        from old: String,
        to new: String,
        endsTokens: Bool,
        by proof: AccountProof
    ) async throws(CallFailure) {
        var request = Self.request("/me") { fields in
            fields.field("password", old)
            fields.field("newPassword", new)
            fields.field("revokeTokens", endsTokens)
        }
        request.method = .PATCH
        try await done(request, by: proof)
    }

    /// Ends the account for good.
    ///
    /// - Throws: why it was not ended.
    package func end(password: String, by proof: AccountProof) async throws(CallFailure) {
        var request = Self.request("/me") { $0.field("password", password) }
        request.method = .DELETE
        try await done(request, by: proof)
    }

    /// Keeps a token in the place of an earlier one, which ends.
    ///
    /// - Returns: why the earlier one still holds; `nil` if none does.
    /// - Throws: what the system said; then the earlier one holds, too.
    package func keep(
        _ made: SignedIn,
        in file: TokenFile
    ) async throws(FileError) -> CallFailure? {
        // A file that cannot be used tells of no token that could be ended.
        let earlier = try? file.load()
        try file.save(made)
        guard let earlier, earlier != made else { return nil }
        do throws(CallFailure) {
            try await signOut(earlier)
            return nil
        } catch {
            return error
        }
    }

    private func done(_ request: Request, by proof: AccountProof) async throws(CallFailure) {
        var request = request
        proof.prove(&request)
        request.expectation = .nothing
        _ = try await transport.answer(to: request)
    }
}
