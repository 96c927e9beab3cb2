import ChatClient
import ChatProtocol
import ChatTUI

/// Signing in and out, once, without a screen.
extension AccountProgram {
    func signIn(_ calls: AccountCalls) async throws(Trouble) {
        let name = settings.name
        let password = try password("Password of \(name) at \(settings.server)", isNew: false)
        let made = try await asked { () throws(CallFailure) in
            try await calls.signIn(name, password: password, label: TokenLabel.text)
        }
        try await keep(made, calls)
    }

    func register(_ calls: AccountCalls, _ invite: String?) async throws(Trouble) {
        let name = settings.name
        let password = try password("New password for \(name)", isNew: true)
        let made = try await asked { () throws(CallFailure) in
            try await calls.register(name, password: password, invite: invite)
            return try await calls.signIn(name, password: password, label: TokenLabel.text)
        }
        try await keep(made, calls)
    }

    func signIn(_ calls: AccountCalls, byKey path: String?) async throws(Trouble) {
        let name = settings.name
        let challenge = try await asked { () throws(CallFailure) in
            try await calls.challenge(for: name)
        }
        let signature = try signature(of: challenge, by: path)
        let made = try await asked("wrong name, or a key that is not the account's") {
            () throws(CallFailure) in
            try await calls.signIn(
                name,
                challenge: challenge,
                signature: signature,
                label: TokenLabel.text
            )
        }
        try await keep(made, calls)
    }

    func signOut(_ calls: AccountCalls) async throws(Trouble) {
        let kept = try signedIn()
        _ = try await asked { () throws(CallFailure) in try await calls.signOut(kept) }
        file.remove()
        try say("signed out: \(kept.name) at \(settings.server)")
    }

    private func keep(_ made: SignedIn, _ calls: AccountCalls) async throws(Trouble) {
        let failure: CallFailure?
        do throws(FileError) {
            failure = try await calls.keep(made, in: file)
        } catch {
            throw Trouble(words: "the token is not kept: \(error)", code: ExitCodes.broken)
        }
        if let failure { StandardError.say("the token before it did not end: \(failure)") }
        try say("signed in as \(made.name) at \(settings.server)")
    }

    private func signature(of challenge: String, by path: String?) throws(Trouble) -> String {
        do throws(KeySignature.Failure) {
            return try KeySignature(settings.environment).sign(challenge, with: path)
        } catch {
            throw Trouble(words: error.words, code: ExitCodes.noInput)
        }
    }
}
