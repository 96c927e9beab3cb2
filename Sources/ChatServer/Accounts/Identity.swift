import ChatProtocol
import ChatStore

/// Who sends a request, as far as the credentials tell.
///
/// Source: docs/API.md, section 2.
enum Identity: Hashable, Sendable {
    /// No credentials: may read; in open mode, what is posted is the shared guest's.
    case reader
    /// A guest by name, in open mode.
    case guest(MemberName)
    /// Whoever proved to have an account.
    case account(Credential)
    /// Whoever holds the operator's token.
    case `operator`

    /// Whether it is a name that nobody proved to have.
    var isGuest: Bool {
        if case .guest = self { true } else { false }
    }

    /// Whose streams and read markers these are; nobody's for a reader.
    var member: MemberName? {
        switch self {
        case .reader: nil
        case .guest(let name): name
        case .account(let credential): credential.account
        case .operator: .operator
        }
    }

    /// The account, for what guests do not have: private and direct rooms, roles.
    var account: MemberName? {
        switch self {
        case .reader, .guest: nil
        case .account(let credential): credential.account
        case .operator: .operator
        }
    }

    /// By what the account's token is revoked that was given, if one was.
    var token: String? {
        if case .account(let credential) = self { credential.token } else { nil }
    }

    /// True for the holder of the operator's token, and for an account that is an operator's, as
    /// far as its token is good for everything.
    var isOperator: Bool {
        switch self {
        case .operator: true
        case .account(let credential): credential.isOperator && credential.isUnlimited
        case .reader, .guest: false
        }
    }

    /// True for an operator, whatever the credentials are good for.
    var isOperators: Bool {
        if case .account(let credential) = self { credential.isOperator } else { isOperator }
    }

    /// True for whoever may see the numbers of the whole server: the operator, and a token of an
    /// operator's account that reads in all rooms, such as a collector's of metrics.
    var readsNumbers: Bool {
        guard case .account(let credential) = self else { return isOperator }
        return credential.isOperator && reads && credential.rooms == nil
    }

    /// What the credentials are good for.
    var scope: AccountToken.Scope {
        if case .account(let credential) = self { credential.scope } else { .all }
    }

    /// Whether the credentials are good for reading: a token that only posts reads nothing.
    var reads: Bool { scope != .post }

    /// Whether the credentials are good for a room, whatever the member may do there.
    ///
    /// - Parameter room: as the log names it.
    /// - Returns: false where a token is for other rooms.
    func covers(_ room: RoomName) -> Bool {
        guard case .account(let credential) = self, let rooms = credential.rooms else {
            return true
        }
        return rooms.contains(room)
    }
}

/// How somebody proved to have an account, and what that is good for.
struct Credential: Hashable, Sendable {
    let account: MemberName
    let isOperator: Bool
    /// The token's identity; `nil` for a password.
    var token: String?
    /// The ``Account/mark`` of the password that was given; `nil` for a token.
    var mark: Int?
    var scope = AccountToken.Scope.all
    /// Where it is good; `nil` is everywhere.
    var rooms: Set<RoomName>?

    /// Whether it is good for all that the account may do.
    var isUnlimited: Bool { scope == .all && rooms == nil }
}

/// Who sends a request, and from where.
struct Caller: Hashable, Sendable {
    let identity: Identity
    /// The address, or its network, as ``ClientNetwork`` tells; empty for this machine.
    let address: String
    /// Whether nobody on the way can read a password that is in the request.
    var hidesPasswords = true

    /// Whose streams and read markers these are; nobody's for a reader.
    var member: MemberName? { identity.member }
}
