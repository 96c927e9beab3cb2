/// The schemas of accounts and of what belongs to them.
extension APISchemas {
    static let accessSchemas: [(name: String, fields: [(name: String, type: String)])] = [
        (
            "NewAccount",
            [
                ("name", "string"), ("password", "string"), ("invite", "string"),
                ("operator", "boolean"),
            ]
        ),
        (
            "Account",
            [
                ("name", "string"), ("operator", "boolean"), ("disabled", "boolean"),
                ("createdAt", "string"),
            ]
        ),
        ("Accounts", [("accounts", "array")]),
        (
            "AccountChange",
            [("operator", "boolean"), ("disabled", "boolean"), ("newPassword", "string")]
        ),
        (
            "PasswordChange",
            [("password", "string"), ("newPassword", "string"), ("revokeTokens", "boolean")]
        ),
        (
            "NewToken",
            [
                ("label", "string"), ("scope", "string"), ("rooms", "array"), ("name", "string"),
                ("challenge", "string"), ("signature", "string"),
            ]
        ),
        (
            "Token",
            [
                ("id", "string"), ("token", "string"), ("label", "string"), ("scope", "string"),
                ("rooms", "array"), ("createdAt", "string"), ("expiresAt", "string"),
                ("lastUsedAt", "string"),
            ]
        ),
        ("Tokens", [("tokens", "array")]),
        ("Ticket", [("ticket", "string"), ("expiresAt", "string")]),
        ("Name", [("name", "string")]),
        ("Challenge", [("challenge", "string"), ("expiresAt", "string")]),
        ("Key", [("key", "string"), ("fingerprint", "string"), ("createdAt", "string")]),
        ("Keys", [("keys", "array")]),
        ("NewInvite", [("room", "string"), ("uses", "integer")]),
        (
            "Invite",
            [
                ("code", "string"), ("room", "string"), ("uses", "integer"), ("by", "string"),
                ("createdAt", "string"), ("expiresAt", "string"),
            ]
        ),
        ("Invites", [("invites", "array")]),
        (
            "NewBan",
            [("name", "string"), ("address", "string"), ("until", "string"), ("reason", "string")]
        ),
        (
            "Ban",
            [
                ("id", "string"), ("name", "string"), ("address", "string"), ("until", "string"),
                ("reason", "string"), ("by", "string"), ("createdAt", "string"),
            ]
        ),
        ("Bans", [("bans", "array")]),
        ("Audit", [("entries", "array"), ("atEnd", "boolean")]),
    ]
}
