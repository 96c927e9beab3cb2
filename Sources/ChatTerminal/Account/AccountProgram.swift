import ChatClient
import ChatProtocol
import ChatTUI
import SecretInput
import Spawning

/// `chat-tui login`, `register`, `logout`, `pin` and `keys`: once, without a screen.
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
    ///
    /// - Returns: the exit code.
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
        let name = settings.name
        switch wish.kind {
        case .logout: return try await signOut(calls)
        case .pin(let told): return try await pin(told)
        case .listKeys: return try await listKeys(calls)
        case .addKey(let path): return try await addKey(calls, of: path)
        case .removeKey(let fingerprint): return try await removeKey(calls, fingerprint)
        case .login:
            let password = try password("Password of \(name) at \(settings.server)", isNew: false)
            try keep(
                try await asked { () throws(CallFailure) in
                    try await calls.signIn(name, password: password, label: TokenLabel.text)
                }
            )
        case .register(let invite):
            let password = try password("New password for \(name)", isNew: true)
            let made = try await asked { () throws(CallFailure) in
                try await calls.register(name, password: password, invite: invite)
                return try await calls.signIn(name, password: password, label: TokenLabel.text)
            }
            try keep(made)
        case .loginByKey(let path):
            let challenge = try await asked { () throws(CallFailure) in
                try await calls.challenge(for: name)
            }
            let signature = try signature(of: challenge, by: path)
            try keep(
                try await asked("wrong name, or a key that is not the account's") {
                    () throws(CallFailure) in
                    try await calls.signIn(
                        name,
                        challenge: challenge,
                        signature: signature,
                        label: TokenLabel.text
                    )
                }
            )
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

    private func isWanted(
        _ shown: PinnedCertificate,
        _ told: String?
    ) throws(Trouble) -> Bool {
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

    private func signOut(_ calls: AccountCalls) async throws(Trouble) {
        let kept = try signedIn()
        _ = try await asked { () throws(CallFailure) in try await calls.signOut(kept) }
        file.remove()
        try say("signed out: \(kept.name) at \(settings.server)")
    }

    /// Who is signed in at the server.
    func signedIn() throws(Trouble) -> SignedIn {
        let kept: SignedIn?
        do throws(TokenFile.Refusal) {
            kept = try file.load()
        } catch {
            throw Trouble(words: "\(error)", code: ExitCodes.notAllowed)
        }
        guard let kept else {
            throw Trouble(words: "not signed in at \(settings.server)", code: ExitCodes.refused)
        }
        return kept
    }

    private func keep(_ made: SignedIn) throws(Trouble) {
        do throws(FileError) {
            try file.save(made)
        } catch {
            throw Trouble(words: "the token is not kept: \(error)", code: ExitCodes.broken)
        }
        try say("signed in as \(made.name) at \(settings.server)")
    }

    private func password(_ prompt: String, isNew: Bool) throws(Trouble) -> String {
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

    private func signature(of challenge: String, by path: String?) throws(Trouble) -> String {
        do throws(KeySignature.Failure) {
            return try KeySignature(settings.environment).sign(challenge, with: path)
        } catch {
            throw Trouble(words: error.words, code: ExitCodes.noInput)
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
    ///   - question: asks.
    /// - Returns: what it returned.
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
