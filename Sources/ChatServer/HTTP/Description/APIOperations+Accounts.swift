import HTTPTypes

/// Accounts, tokens, keys, invites, bans and the audit.
extension APIOperations {
    static let accounts = [
        APIOperation(
            .post,
            "/accounts",
            "Make an account",
            takes: .json("NewAccount"),
            status: 201,
            gives: .json("Account")
        ),
        APIOperation(
            .get,
            "/accounts",
            "List the accounts",
            access: .operator,
            gives: .json("Accounts")
        ),
        APIOperation(
            .patch,
            "/accounts/{name}",
            "Change an account",
            access: .operator,
            takes: .json("AccountChange"),
            gives: .json("Account")
        ),
        APIOperation(
            .delete,
            "/accounts/{name}",
            "End an account for good",
            access: .operator,
            status: 204
        ),
        APIOperation(.get, "/me", "Tell who one is", access: .member, gives: .json("Account")),
        APIOperation(
            .patch,
            "/me",
            "Change one's password",
            access: .member,
            takes: .json("PasswordChange"),
            status: 204
        ),
        APIOperation(
            .delete,
            "/me",
            "End one's account for good",
            access: .member,
            takes: .json("PasswordChange"),
            status: 204
        ),
    ]

    static let tokens = [
        APIOperation(
            .post,
            "/tokens",
            "Make a token, by the credentials or by a signed challenge",
            takes: .json("NewToken"),
            status: 201,
            gives: .json("Token")
        ),
        APIOperation(
            .get,
            "/tokens",
            "List one's tokens",
            access: .member,
            gives: .json("Tokens")
        ),
        APIOperation(
            .delete,
            "/tokens/{id}",
            "Revoke a token and end its streams",
            access: .member,
            status: 204
        ),
        APIOperation(
            .post,
            "/tickets",
            "Make a ticket that opens one stream",
            access: .member,
            status: 201,
            gives: .json("Ticket")
        ),
        APIOperation(
            .post,
            "/challenges",
            "Draw a challenge to sign with a key",
            takes: .json("Name"),
            status: 201,
            gives: .json("Challenge")
        ),
        APIOperation(
            .get,
            "/me/keys",
            "List one's public keys",
            access: .member,
            gives: .json("Keys")
        ),
        APIOperation(
            .post,
            "/me/keys",
            "Add a public key in OpenSSH's form",
            access: .member,
            takes: .json("Key"),
            status: 201,
            gives: .json("Key")
        ),
        APIOperation(
            .delete,
            "/me/keys/{fingerprint}",
            "Take a public key away",
            access: .member,
            status: 204
        ),
    ]

    static let moderation = [
        APIOperation(
            .get,
            "/invites",
            "List invites",
            access: .member,
            gives: .json("Invites")
        ),
        APIOperation(
            .post,
            "/invites",
            "Make an invite: to the server for operators, to a room for its moderators",
            access: .member,
            takes: .json("NewInvite"),
            status: 201,
            gives: .json("Invite")
        ),
        APIOperation(
            .delete,
            "/invites/{code}",
            "End an invite",
            access: .member,
            status: 204
        ),
        APIOperation(.get, "/bans", "List the bans", access: .operator, gives: .json("Bans")),
        APIOperation(
            .post,
            "/bans",
            "Keep a member or a range of addresses out",
            access: .operator,
            takes: .json("NewBan"),
            status: 201,
            gives: .json("Ban")
        ),
        APIOperation(.delete, "/bans/{id}", "Lift a ban", access: .operator, status: 204),
        APIOperation(
            .get,
            "/audit",
            "Read what moderators and operators did",
            access: .member,
            parameters: [
                format, Parameter("after", "above this id", type: "integer"),
                Parameter("limit", "so many at the most", type: "integer"),
            ],
            gives: .json("Audit")
        ),
        APIOperation(
            .get,
            "/audit/stream",
            "Follow what moderators and operators do",
            access: .member,
            parameters: [
                format, Parameter("after", "above this id", type: "integer"),
                Parameter("limit", "end after so many", type: "integer"),
                Parameter("heartbeat", "seconds between two pings, 5 to 60", type: "integer"),
            ],
            gives: .rows
        ),
    ]
}
