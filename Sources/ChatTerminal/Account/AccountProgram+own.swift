import ChatClient
import ChatProtocol
import ChatTUI

/// The tokens of an account, its password and its end, once, without a screen.
extension AccountProgram {
    func listTokens(_ calls: AccountCalls) async throws(Trouble) {
        let proof = try await proof(calls)
        let tokens = try await asked { () throws(CallFailure) in
            try await calls.tokens(by: proof)
        }
        for token in tokens {
            let end = token.expiresAt.map { "until \($0.prefix(10))" } ?? "for ever"
            let use = token.lastUsedAt.map { "used \($0.prefix(10))" } ?? "never used"
            let since = token.createdAt.prefix(10)
            try say("\(token.id)  \(token.scope)  since \(since)  \(end)  \(use)  \(token.label)")
        }
    }

    func endToken(_ calls: AccountCalls, _ id: String) async throws(Trouble) {
        let proof = try await proof(calls)
        try await asked { () throws(CallFailure) in try await calls.endToken(id, by: proof) }
        if case .token(let kept) = proof, kept.id == id { file.remove() }
        try say("\(id) is good no more at \(settings.server)")
    }

    func changePassword(_ calls: AccountCalls, endsTokens: Bool) async throws(Trouble) {
        let old = try password("Password of \(owner()) at \(settings.server)", isNew: false)
        let new = try password("New password for \(owner())", isNew: true)
        let proof = try await proof(calls, old)
        try await asked { () throws(CallFailure) in
            try await calls.changePassword(from: old, to: new, endsTokens: endsTokens, by: proof)
        }
        let others = endsTokens ? ", and other tokens are good no more" : ""
        try say("\(proof.name) has a new password at \(settings.server)\(others)")
    }

    func leave(_ calls: AccountCalls) async throws(Trouble) {
        let prompt = "Password of \(try owner()) at \(settings.server), to end the account for good"
        let password = try password(prompt, isNew: false)
        let proof = try await proof(calls, password)
        try await asked { () throws(CallFailure) in
            try await calls.end(password: password, by: proof)
        }
        if case .token = proof { file.remove() }
        try say("\(proof.name) has no account any more at \(settings.server)")
    }

    /// The token that is kept for the server, unless another name was chosen.
    private func ownToken() throws(Trouble) -> SignedIn? {
        let server = settings.servers[0]
        return try kept().flatMap { server.isNameChosen && server.name != $0.name ? nil : $0 }
    }

    private func owner() throws(Trouble) -> MemberName { try ownToken()?.name ?? settings.name }

    /// The kept token while it is good, else the password.
    private func proof(
        _ calls: AccountCalls,
        _ given: String? = nil
    ) async throws(Trouble) -> AccountProof {
        if let own = try ownToken() {
            let holds = try await asked { () throws(CallFailure) in try await calls.holds(own) }
            if holds { return .token(own) }
        }
        let name = try owner()
        if let given { return .password(name, given) }
        let prompt = "Password of \(name) at \(settings.server)"
        return .password(name, try password(prompt, isNew: false))
    }
}
