import ChatProtocol

/// The schemas of accounts and of what belongs to them.
extension APISchemas {
    private typealias Field = APISchema.Field

    static let access: [(name: String, schema: APISchema)] = [
        (
            "NewAccount",
            .object([
                Field("name", .member), Field("password", .text(characters: 10...1024)),
                Field(may: "invite", .text()), Field(may: "operator", .flag),
            ])
        ),
        (
            "Account",
            .object([
                Field("name", .member), Field(may: "operator", .flag),
                Field(may: "disabled", .flag), Field("createdAt", .moment),
            ])
        ),
        ("Accounts", .object([Field("accounts", .list(.named("Account")))])),
        (
            "AccountChange",
            .object([
                Field(may: "operator", .flag), Field(may: "disabled", .flag),
                Field(may: "newPassword", .text()),
            ])
        ),
        (
            "PasswordChange",
            .object([
                Field("password", .text()), Field("newPassword", .text()),
                Field(may: "revokeTokens", .flag),
            ])
        ),
        ("Password", .object([Field("password", .text())])),
        (
            "NewToken",
            .object([
                Field(may: "label", .text(characters: 0...100)),
                Field(may: "scope", scope), Field(may: "rooms", .list(.room)),
                Field(may: "expiresIn", .integer(1...1_000_000_000)),
                Field(may: "name", .member), Field(may: "challenge", .text()),
                Field(may: "signature", .text()),
            ])
        ),
        (
            "Token",
            .object([
                Field("id", .text()), Field(may: "token", .text()), Field("label", .text()),
                Field("scope", scope), Field(may: "rooms", .list(.room)),
                Field("createdAt", .moment), Field(may: "expiresAt", .moment),
                Field(may: "lastUsedAt", .moment),
            ])
        ),
        ("Tokens", .object([Field("tokens", .list(.named("Token")))])),
        ("Ticket", .object([Field("ticket", .text()), Field("expiresAt", .moment)])),
        ("Name", .object([Field("name", .member)])),
        ("Challenge", .object([Field("challenge", .text()), Field("expiresAt", .moment)])),
        ("NewKey", .object([Field("key", .text())])),
        (
            "Key",
            .object([
                Field("key", .text()), Field("fingerprint", .text()),
                Field("createdAt", .moment),
            ])
        ),
        ("Keys", .object([Field("keys", .list(.named("Key")))])),
        (
            "NewInvite",
            .object([
                Field(may: "room", .room), Field(may: "uses", .integer(1...10_000)),
                Field(may: "expiresIn", .integer(1...1_000_000_000)),
            ])
        ),
        (
            "Invite",
            .object([
                Field("code", .text()), Field(may: "room", .room), Field("uses", .integer()),
                Field("by", .member), Field("createdAt", .moment), Field("expiresAt", .moment),
            ])
        ),
        ("Invites", .object([Field("invites", .list(.named("Invite")))])),
        (
            "NewBan",
            .object([
                Field(may: "name", .member), Field(may: "address", .text()),
                Field(may: "until", .text()), Field(may: "reason", .text()),
            ])
        ),
        (
            "Ban",
            .object([
                Field("id", .text()), Field(may: "name", .member), Field(may: "address", .text()),
                Field(may: "until", .moment), Field(may: "reason", .text()), Field("by", .member),
                Field("createdAt", .moment),
            ])
        ),
        ("Bans", .object([Field("bans", .list(.named("Ban")))])),
        (
            "AuditEntry",
            .object([
                Field("id", .integer()), Field("at", .moment), Field("user", .member),
                Field("action", .text()), Field(may: "room", .room),
                Field(may: "subject", .text()), Field(may: "detail", .text()),
            ])
        ),
        ("Audit", .object([Field("entries", .list(.named("AuditEntry"))), Field("atEnd", .flag)])),
        (
            "Stream",
            .object([
                Field("id", .integer()), Field(may: "member", .member),
                Field(may: "address", .text()), Field("rooms", .list(.room)),
                Field("format", .text()), Field("seconds", .integer()), Field("live", .flag),
                Field("lag", .integer()), Field(may: "delivered", .integer()),
                Field(may: "bytes", .integer()), Field("waiting", .integer()),
            ])
        ),
        (
            "Streams",
            .object([Field("count", .integer()), Field("streams", .list(.named("Stream")))])
        ),
        (
            "Node",
            .object([
                Field("number", .integer()), Field("name", .text()), Field("version", .text()),
                Field("startedAt", .moment), Field("seenAt", .moment), Field("away", .flag),
                Field("self", .flag), Field("streams", .integer()), Field("draining", .flag),
            ])
        ),
        ("Nodes", .object([Field("nodes", .list(.named("Node")))])),
    ]

    private static let scope = APISchema.choice(["all", "read", "post"])
}
