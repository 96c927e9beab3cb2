package import ChatProtocol

/// By what the owner of an account proves to be that one.
package enum AccountProof: Sendable {
    case token(SignedIn)
    case password(MemberName, String)

    /// Whose account.
    package var name: MemberName {
        switch self {
        case .token(let signedIn): signedIn.name
        case .password(let name, _): name
        }
    }

    /// Puts it into a request.
    func prove(_ request: inout Request) {
        request.speaker = name
        switch self {
        case .token(let signedIn): request.proof = .token(signedIn.token)
        case .password(_, let password): request.proof = .password(password)
        }
    }
}
