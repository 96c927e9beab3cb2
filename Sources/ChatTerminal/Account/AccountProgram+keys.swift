import ChatClient
import ChatProtocol
import ChatTUI

/// The SSH keys of an account, once, without a screen.
extension AccountProgram {
    func listKeys(_ calls: AccountCalls) async throws(Trouble) {
        let own = try signedIn()
        let keys = try await asked(Self.ended) { () throws(CallFailure) in
            try await calls.keys(of: own)
        }
        for key in keys {
            let kind = key.key.prefix { $0 != " " }
            try say("\(key.fingerprint)  \(kind)  since \(key.createdAt.prefix(10))")
        }
    }

    func addKey(_ calls: AccountCalls, of path: String?) async throws(Trouble) {
        let own = try signedIn()
        let line: String
        do throws(KeySignature.Failure) {
            line = try PublicKeyFile.line(of: path, settings.environment)
        } catch {
            throw Trouble(words: error.words, code: ExitCodes.noInput)
        }
        let key = try await asked(Self.ended) { () throws(CallFailure) in
            try await calls.add(line, to: own)
        }
        try say("\(own.name) signs in with \(key.fingerprint) at \(settings.server)")
    }

    func removeKey(_ calls: AccountCalls, _ fingerprint: String) async throws(Trouble) {
        let own = try signedIn()
        try await asked(Self.ended) { () throws(CallFailure) in
            try await calls.remove(fingerprint, of: own)
        }
        try say("\(own.name) signs in with \(fingerprint) no more at \(settings.server)")
    }
}
