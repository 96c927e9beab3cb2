/// What the subcommands of `chat-tui` are told.
package struct AccountWish: Hashable, Sendable {
    /// What is to be done.
    package enum Kind: Hashable, Sendable {
        case login
        /// Sign in with a key: a file of it, or the usual one.
        case loginByKey(String?)
        case register(invite: String?)
        case logout
        /// Trust the certificate that the server shows, if its fingerprint is this one, or the
        /// person says so.
        case pin(fingerprint: String?)
        /// Tell the account's SSH keys.
        case listKeys
        /// Add the key of a `.pub` file, or the usual one.
        case addKey(String?)
        case removeKey(fingerprint: String)
        /// Tell the account's tokens.
        case listTokens
        case endToken(id: String)
        /// Give the account another password.
        case changePassword(endsTokens: Bool)
        /// End the account.
        case leave
    }

    package var kind: Kind
    /// Whether the password is read from standard input.
    package var readsInput: Bool
    /// Whether a password may be sent in the clear.
    package var allowsClear: Bool

    /// Makes a wish.
    ///
    /// - Parameters:
    ///   - kind: what is to be done.
    ///   - readsInput: whether the password is read from standard input.
    ///   - allowsClear: whether a password may be sent in the clear.
    package init(_ kind: Kind, readsInput: Bool = false, allowsClear: Bool = false) {
        self.kind = kind
        self.readsInput = readsInput
        self.allowsClear = allowsClear
    }
}
