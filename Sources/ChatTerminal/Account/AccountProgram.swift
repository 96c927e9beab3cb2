import ChatClient
import ChatProtocol
import ChatTUI
import SecretInput
import Spawning

/// The subcommands of `chat-tui`: once, without a screen.
@MainActor
struct AccountProgram {
    let settings: Settings
    private let wish: AccountWish
    let file: TokenFile

    /// Why it was not done.
    struct Trouble: Error {
        var words: String
        var code: CInt
    }

    /// Makes one; `nil` if there is no folder to keep a token in.
    ///
    /// - Parameters:
    ///   - settings: which server, and whose name.
    ///   - wish: what is to be done.
    init?(_ settings: Settings, _ wish: AccountWish) {
        guard let state = settings.state else { return nil }
        self.settings = settings
        self.wish = wish
        file = TokenFile(in: state, for: settings.server)
    }

    /// Does it.
    ///
    /// Suspends for the server; blocks the thread while it asks.
    func run() async -> CInt {
        // Not with the token of an earlier sign-in: this is for who has none, or a stale one.
        let transport = settings.transport(as: nil)
        let code: CInt
        do throws(Trouble) {
            try await perform(AccountCalls(over: transport))
            code = ExitCodes.done
        } catch {
            StandardError.say(error.words)
            code = error.code
        }
        await transport.shutdown()
        return code
    }

    private func perform(_ calls: AccountCalls) async throws(Trouble) {
        switch wish.kind {
        case .logout: return try await signOut(calls)
        case .pin(let told): return try await pin(told)
        case .listKeys: return try await listKeys(calls)
        case .addKey(let path): return try await addKey(calls, of: path)
        case .removeKey(let fingerprint): return try await removeKey(calls, fingerprint)
        case .listTokens: return try await listTokens(calls)
        case .endToken(let id): return try await endToken(calls, id)
        case .changePassword(let ends): return try await changePassword(calls, endsTokens: ends)
        case .leave: return try await leave(calls)
        case .login: return try await signIn(calls)
        case .register(let invite): return try await register(calls, invite)
        case .loginByKey(let path): return try await signIn(calls, byKey: path)
        }
    }

    /// Trusts the certificate that the server shows, if the person says so.
    private func pin(_ told: String?) async throws(Trouble) {
        guard let state = settings.state else { return }
        let server = settings.server
        let shown: PinnedCertificate
        do throws(TransportFailure) {
            shown = try await CertificateProbe.certificate(of: server)
        } catch {
            let isUsage = error == .noCertificate(server)
            let code = error.isOfStranger ? ExitCodes.stranger : ExitCodes.unavailable
            throw Trouble(words: "\(error)", code: isUsage ? ExitCodes.usage : code)
        }
        let known = KnownServers(in: state)
        let before = known.certificate(of: server)
        try say("\(server) shows SHA256 \(shown.fingerprint)")
        if let before, before != shown { try say("trusted so far: SHA256 \(before.fingerprint)") }
        if before == shown { return try say("that one is trusted already") }
        guard try isWanted(shown, told) else {
            throw Trouble(words: "it is not trusted", code: ExitCodes.notAllowed)
        }
        do throws(FileError) {
            try known.keep(shown, of: server)
        } catch {
            throw Trouble(words: "it is not kept: \(error)", code: ExitCodes.broken)
        }
        try say("trusted from now on")
    }

    private func isWanted(_ shown: PinnedCertificate, _ told: String?) throws(Trouble) -> Bool {
        if let told {
            guard let fingerprint = Fingerprint(told) else {
                throw Trouble(words: "--fingerprint must be 64 digits", code: ExitCodes.usage)
            }
            return fingerprint == shown.fingerprint
        }
        do throws(SecretInput.Failure) {
            let answer = try SecretInput.answer("Is that what its operator told you? Type yes")
            return answer.lowercased() == "yes"
        } catch .noTerminal {
            let words = "there is no terminal to ask on: give --fingerprint"
            throw Trouble(words: words, code: ExitCodes.usage)
        } catch {
            return false
        }
    }

    /// Who is signed in at the server.
    func signedIn() throws(Trouble) -> SignedIn {
        guard let kept = try kept() else {
            throw Trouble(words: "not signed in at \(settings.server)", code: ExitCodes.refused)
        }
        return kept
    }

    /// The token that is kept for the server; `nil` if there is none.
    func kept() throws(Trouble) -> SignedIn? {
        do throws(TokenFile.Refusal) {
            return try file.load()
        } catch {
            throw Trouble(words: "\(error)", code: ExitCodes.notAllowed)
        }
    }

    /// Asks for a password, or reads it.
    func password(_ prompt: String, isNew: Bool) throws(Trouble) -> String {
        guard settings.server.isConfidential || wish.allowsClear else {
            let words =
                "\(settings.server) is reached in the clear: a password goes over https; "
                + "--plain-password sends it all the same"
            throw Trouble(words: words, code: ExitCodes.usage)
        }
        do throws(SecretInput.Failure) {
            return try SecretInput.password(prompt, isNew: isNew, readsInput: wish.readsInput)
        } catch {
            throw Trouble(words: "\(error)", code: ExitCodes.usage)
        }
    }

    /// What is said where the kept token lets nobody in.
    static let ended = "the token is good no more: chat-tui login makes another"

    /// Asks the server.
    ///
    /// Suspends until it has answered.
    ///
    /// - Parameters:
    ///   - notLetIn: what is said of credentials that are refused; `nil` speaks of a password.
    /// - Throws: what is to be said, and the code to end with.
    func asked<Value: Sendable>(
        _ notLetIn: String? = nil,
        _ question: () async throws(CallFailure) -> Value
    ) async throws(Trouble) -> Value {
        do throws(CallFailure) {
            return try await question()
        } catch .refused(let problem) where problem.isExplained {
            let isNotLetIn = [401, 403].contains(problem.status)
            let told = problem.code == "bad_credentials" ? notLetIn : nil
            throw Trouble(
                words: told ?? problem.words,
                code: isNotLetIn ? ExitCodes.notAllowed : ExitCodes.refused
            )
        } catch {
            let code = error.isOfStranger ? ExitCodes.stranger : ExitCodes.unavailable
            throw Trouble(words: "\(error)", code: code)
        }
    }

    /// Says what was done; without a word of it, it looks done and is not known.
    func say(_ words: String) throws(Trouble) {
        guard case .broken(let code) = StandardOutput.say(words) else { return }
        throw Trouble(words: WholeOutput.fault(code), code: ExitCodes.broken)
    }
}
