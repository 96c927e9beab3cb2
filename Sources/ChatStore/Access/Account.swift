package import ChatProtocol

/// A member whom the server knows by a password, a key or a token.
package struct Account: Sendable, Hashable {
    package var name: MemberName
    /// The password as it is kept; `nil` where a key or a token is the only way in.
    package var password: String?
    package var isOperator = false
    /// True for who may not come in until an operator says so.
    package var isDisabled = false
    /// True for who is gone for good; the name is never given out again.
    package var isDeleted = false
    package var createdAt: Timestamp

    /// Makes an account.
    package init(name: MemberName, password: String?, createdAt: Timestamp) {
        self.name = name
        self.password = password
        self.createdAt = createdAt
    }
}

/// A key by which its holder speaks as an account; the key itself is not kept.
package struct AccountToken: Sendable, Hashable {
    /// What the holder may do with it.
    package enum Scope: String, Sendable, Hashable, CaseIterable {
        case all, read, post
    }

    package var id: String
    package var account: MemberName
    /// The SHA-256 of the token, in hexadecimal.
    package var digest: String
    package var label: String
    package var scope: Scope
    /// The rooms for which alone it is good; `nil` is all of the account's.
    package var rooms: [RoomName]?
    package var createdAt: Timestamp
    /// When it ends by itself; `nil` is never.
    package var expiresAt: Timestamp?
    package var lastUsedAt: Timestamp?

    /// Makes a token.
    ///
    /// - Parameters:
    ///   - id: by which it is revoked.
    ///   - label: what its holder calls it.
    ///   - scope: what it is good for.
    ///   - expiresAt: when it ends.
    package init(
        id: String,
        account: MemberName,
        digest: String,
        label: String,
        scope: Scope,
        rooms: [RoomName]?,
        createdAt: Timestamp,
        expiresAt: Timestamp?
    ) {
        self.id = id
        self.account = account
        self.digest = digest
        self.label = label
        self.scope = scope
        self.rooms = rooms
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// A public key of an account, in OpenSSH's one line.
package struct AccountKey: Sendable, Hashable {
    package var account: MemberName
    package var fingerprint: String
    package var key: String
    package var createdAt: Timestamp

    /// Makes a key's row.
    ///
    /// - Parameter fingerprint: as `ssh-keygen -l` prints it.
    package init(account: MemberName, fingerprint: String, key: String, createdAt: Timestamp) {
        self.account = account
        self.fingerprint = fingerprint
        self.key = key
        self.createdAt = createdAt
    }
}
