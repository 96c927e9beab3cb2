import HTTPTypes

/// Accounts, tokens, keys, invites, bans and the audit.
extension APIOperations {
    private static let auditStart = [
        Parameter("after", "above this id", .integer()),
        .field("Last-Event-ID", "an id; wins over after", .integer()),
        Parameter("lastEventId", "the same, for who can set no field", .integer()),
    ]
    private static let auditLimit = Parameter("limit", "end after N entries", count)

    static let accounts = [
        APIOperation(
            .post,
            "/accounts",
            "Make an account",
            takes: .json("NewAccount"),
            gives: [.init(201, "Made", .json("Account"))],
            refusals: [Refusals.identity, Refusals.deciding, Refusals.registering]
        ),
        APIOperation(
            .get,
            "/accounts",
            "List the accounts",
            access: .operator,
            gives: [.ok(.json("Accounts"))],
            refusals: [Refusals.operatorAlone]
        ),
        APIOperation(
            .patch,
            "/accounts/{name}",
            "Change an account",
            access: .operator,
            takes: .json("AccountChange", isNeeded: false),
            gives: [.ok(.json("Account"))],
            refusals: [
                Refusals.operatorAlone, Refusals.deciding, [.accountNotFound, .weakPassword],
            ]
        ),
        APIOperation(
            .delete,
            "/accounts/{name}",
            "End an account for good",
            access: .operator,
            gives: [.done],
            refusals: [Refusals.operatorAlone, Refusals.deciding, [.accountNotFound, .lastOwner]]
        ),
        APIOperation(
            .get,
            "/me",
            "Tell who one is",
            access: .member,
            gives: [.ok(.json("Account"))],
            refusals: [Refusals.identity, [.credentialsNeeded]]
        ),
        APIOperation(
            .patch,
            "/me",
            "Change one's password",
            access: .member,
            takes: .json("PasswordChange"),
            gives: [.done],
            refusals: [Refusals.identity, Refusals.holding, [.weakPassword]]
        ),
        APIOperation(
            .delete,
            "/me",
            "End one's account for good",
            access: .member,
            takes: .json("Password"),
            gives: [.done],
            refusals: [Refusals.identity, Refusals.holding, [.lastOwner, .accountNotFound]]
        ),
    ]

    static let tokens = [
        APIOperation(
            .post,
            "/tokens",
            "Make a token, by the credentials or by a signed challenge",
            takes: .json("NewToken"),
            gives: [.init(201, "Made", .json("Token"))],
            refusals: [Refusals.identity, Refusals.holding, [.tooMany, .badName]]
        ),
        APIOperation(
            .get,
            "/tokens",
            "List one's tokens",
            access: .member,
            gives: [.ok(.json("Tokens"))],
            refusals: [Refusals.identity, Refusals.holding]
        ),
        APIOperation(
            .delete,
            "/tokens/{id}",
            "Revoke a token and end its streams",
            access: .member,
            gives: [.done],
            refusals: [Refusals.identity, Refusals.holding, [.tokenNotFound]]
        ),
        APIOperation(
            .post,
            "/tickets",
            "Make a ticket that opens one stream",
            access: .member,
            gives: [.init(201, "Made", .json("Ticket"))],
            refusals: [Refusals.identity, Refusals.holding]
        ),
        APIOperation(
            .post,
            "/challenges",
            "Draw a challenge to sign with a key",
            takes: .json("Name"),
            gives: [.init(201, "Made", .json("Challenge"))],
            refusals: [Refusals.identity, Refusals.deciding, [.badName]]
        ),
        APIOperation(
            .get,
            "/me/keys",
            "List one's public keys",
            access: .member,
            gives: [.ok(.json("Keys"))],
            refusals: [Refusals.identity, Refusals.holding]
        ),
        APIOperation(
            .post,
            "/me/keys",
            "Add a public key in OpenSSH's form",
            access: .member,
            takes: .json("NewKey"),
            gives: [.init(201, "Made", .json("Key"))],
            refusals: [Refusals.identity, Refusals.holding, [.badPublicKey, .tooMany]]
        ),
        APIOperation(
            .delete,
            "/me/keys/{fingerprint}",
            "Take a public key away",
            access: .member,
            gives: [.done],
            refusals: [Refusals.identity, Refusals.holding, [.keyNotFound]]
        ),
    ]

    static let moderation = [
        APIOperation(
            .get,
            "/invites",
            "List invites",
            access: .member,
            gives: [.ok(.json("Invites"))],
            refusals: [Refusals.identity, Refusals.holding]
        ),
        APIOperation(
            .post,
            "/invites",
            "Make an invite: to the server for operators, to a room for moderators",
            access: .member,
            takes: .json("NewInvite", isNeeded: false),
            gives: [.init(201, "Made", .json("Invite"))],
            refusals: [Refusals.identity, Refusals.holding, Refusals.moderating, [.operatorNeeded]]
        ),
        APIOperation(
            .delete,
            "/invites/{code}",
            "End an invite",
            access: .member,
            gives: [.done],
            refusals: [Refusals.identity, Refusals.holding, [.inviteNotFound]]
        ),
        APIOperation(
            .get,
            "/bans",
            "List the bans",
            access: .operator,
            gives: [.ok(.json("Bans"))],
            refusals: [Refusals.operatorAlone]
        ),
        APIOperation(
            .post,
            "/bans",
            "Keep a member or a range of addresses out",
            access: .operator,
            takes: .json("NewBan"),
            gives: [.init(201, "Made", .json("Ban"))],
            refusals: [
                Refusals.operatorAlone, Refusals.deciding, [.tooMany, .badName],
            ]
        ),
        APIOperation(
            .delete,
            "/bans/{id}",
            "Lift a ban",
            access: .operator,
            gives: [.done],
            refusals: [Refusals.operatorAlone, Refusals.deciding, [.banNotFound]]
        ),
        APIOperation(
            .get,
            "/audit",
            "Read what moderators and operators did",
            access: .member,
            parameters: [format, safe] + auditStart + [
                Parameter("limit", "so many at the most; 50 in a page", count), timeout,
            ],
            gives: [.ok(.page("Audit"))],
            refusals: [
                Refusals.identity, Refusals.holding, Refusals.reading,
                [.moderatorNeeded, .unknownFormat],
            ]
        ),
        APIOperation(
            .get,
            "/audit/stream",
            "Follow what moderators and operators do",
            access: .member,
            parameters: [format, safe, ticket] + auditStart + [auditLimit, heartbeat, timeout],
            gives: [.ok(.rows)],
            refusals: [
                Refusals.identity, Refusals.holding, Refusals.reading,
                [.moderatorNeeded, .unknownFormat],
            ],
            isEndless: true
        ),
    ]
}
