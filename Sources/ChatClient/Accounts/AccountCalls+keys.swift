import ChatProtocol
import NIOHTTP1

/// The SSH keys by which an account signs in.
///
/// Every function suspends until the answer is there or has failed.
extension AccountCalls {
    /// A public key, as the server tells of it.
    package struct Key: Decodable, Sendable {
        /// As `ssh-keygen -l` prints it.
        package var fingerprint: String
        /// In OpenSSH's form.
        package var key: String
        package var createdAt: String
    }

    /// Lists the account's keys.
    ///
    /// - Throws: why they were not told.
    package func keys(of signedIn: SignedIn) async throws(CallFailure) -> [Key] {
        struct List: Decodable {
            var keys: [Key]
        }
        var request = Request(path: "/me/keys")
        request.proof = .token(signedIn.token)
        return try await value(List.self, by: request).keys
    }

    /// Adds a key to the account.
    ///
    /// - Parameter line: of a `.pub` file.
    /// - Throws: why it was not added.
    package func add(_ line: String, to signedIn: SignedIn) async throws(CallFailure) -> Key {
        var request = Self.request("/me/keys") { $0.field("key", line) }
        request.proof = .token(signedIn.token)
        return try await value(Key.self, by: request)
    }

    /// Takes a key from the account.
    ///
    /// - Throws: why it was not taken.
    package func remove(_ fingerprint: String, of signedIn: SignedIn) async throws(CallFailure) {
        let path = "/me/keys/\(fingerprint.percentEncoded)"
        var request = Request(method: .DELETE, path: path)
        request.proof = .token(signedIn.token)
        request.expectation = .nothing
        _ = try await transport.answer(to: request)
    }
}
