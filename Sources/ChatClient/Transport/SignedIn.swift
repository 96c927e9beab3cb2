package import ChatProtocol

/// A token that this client has at a server, and whose it is.
package struct SignedIn: Hashable, Sendable, CustomStringConvertible {
    /// Whose account.
    package let name: MemberName
    /// The token's number, by which it is revoked.
    package let id: String
    /// What is sent to that server alone: printable ASCII without blanks.
    let token: String

    /// Without the token, which no log must have.
    package var description: String { "\(name) by token \(id)" }
}
