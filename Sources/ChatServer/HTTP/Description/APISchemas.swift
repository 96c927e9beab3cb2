import ChatProtocol

/// The schemas that `/openapi.json` has by name.
enum APISchemas {
    private typealias Field = APISchema.Field

    private static let all: [(name: String, schema: APISchema)] = [
        ("Problem", problem),
        ("Event", event),
        ("File", file),
        (
            "Upload",
            .object([
                Field("upload", .text(pattern: "[A-Za-z0-9_-]+")), Field("offset", .integer()),
            ])
        ),
        (
            "ServerSentEvent",
            .object([
                Field(may: "event", .text()),
                // A cursor, or the number of an entry of the audit.
                Field(may: "id", .text(pattern: APISchema.cursorText + "|[0-9]{1,16}")),
                Field(may: "data", .text()),
            ])
        ),
        ("EventOrUpload", .either(["Event", "Upload"])),
        ("Post", post),
        (
            "MessagePage",
            .object([
                Field("messages", .list(.named("Event"))), Field("atStart", .flag),
                Field("atEnd", .flag),
            ])
        ),
        (
            "SearchPage",
            .object([
                Field("messages", .list(.named("Event"))), Field("atEnd", .flag),
                Field("behind", .integer()),
            ])
        ),
        ("Room", room),
        ("RoomChange", roomChange),
        ("Rooms", .object([Field("rooms", .list(.named("Room")))])),
        ("Member", member),
        ("Members", .object([Field("members", .list(.named("Member")))])),
        (
            "Role",
            .object([
                Field(may: "role", role), Field(may: "until", .text()),
                Field(may: "mutedUntil", .text()), Field(may: "reason", .text()),
                Field(may: "invite", .text()),
            ])
        ),
        ("Reason", .object([Field(may: "reason", .text())])),
        ("ReadMark", .object([Field("seq", .integer()), Field(may: "shown", .flag)])),
        ("RoomReadMark", .object([Field("room", .room), Field("seq", .integer())])),
        ("Stats", statistics),
        ("RoomStats", roomStatistics),
        (
            "Document",
            .object([Field("openapi", .text(pattern: #"3\.1\.0"#)), Field("paths", .object([]))])
        ),
    ]

    private static let problem = APISchema.object([
        Field("type", .text(pattern: "urn:burble:problem:[a-z0-9_]+")),
        Field("title", .text()), Field("status", .integer(400...599)), Field("detail", .text()),
        Field("code", .choice(ProblemCode.allCases.map(\.rawValue))),
        Field(may: "limit", .integer()), Field(may: "value", .integer()),
        Field(may: "configKey", .text()), Field(may: "retryAfter", .integer()),
        Field(may: "oldest", .cursor), Field(may: "newest", .cursor),
    ])

    private static let event = APISchema.object([
        Field("type", .choice(["message", "edit", "delete", "react", "room", "member"])),
        Field("room", .room), Field("seq", .seq), Field(may: "cursor", .cursor),
        Field("at", .moment), Field("user", .member), Field(may: "text", .text()),
        Field(may: "replyTo", .integer()), Field(may: "kind", .choice(["action"])),
        Field(may: "key", .text(characters: 1...Limits.keyBytes)),
        Field(may: "file", .named("File")), Field(may: "editedAt", .moment),
        Field(may: "deleted", .flag), Field(may: "reactions", .map(.integer())),
        Field(may: "target", .seq), Field(may: "emoji", .text()), Field(may: "on", .flag),
        Field(may: "topic", .text()), Field(may: "visibility", visibility),
        Field(may: "slowSeconds", .integer()), Field(may: "retention", retention),
        Field(may: "member", .member), Field(may: "role", role), Field(may: "until", .moment),
        Field(may: "mutedUntil", .moment), Field(may: "reason", .text()),
        Field(may: "was", role),
    ])

    private static let file = APISchema.object([
        Field("name", .text()), Field("size", .integer()), Field("type", .text()),
        Field("sha256", .sha256), Field("url", .text(pattern: "/files/.*")),
    ])

    private static let post = APISchema.object([
        Field("text", .text(pattern: "[ -~]*[A-Za-z0-9][ -~]*", example: "hello")),
        Field(may: "replyTo", .integer()), Field(may: "kind", .choice(["action"])),
    ])

    private static let retention = APISchema.object([
        Field(may: "days", .integer(1...36_500)),
        Field(may: "events", .integer(1...WireNumber.maximum)),
    ])

    private static let visibility = APISchema.choice(["public", "private"])
    private static let role = APISchema.choice(Role.allCases.map(\.rawValue))

    private static let room = APISchema.object([
        Field("name", .room), Field("topic", .text()), Field("visibility", visibility),
        Field("role", role), Field(may: "slowSeconds", .integer()),
        Field(may: "retention", retention),
        Field("members", .integer()), Field("here", .integer()), Field("newest", .integer()),
        Field(may: "read", .integer()), Field("unread", .integer()),
        Field(may: "unreadMore", .flag), Field("mentions", .integer()),
    ])

    private static let roomChange = APISchema.object([
        Field(may: "topic", .text(pattern: "[ -~]*", characters: 0...Limits.topicBytes)),
        Field(may: "visibility", visibility),
        Field(may: "slowSeconds", .integer(RoomChange.slowSeconds)),
        Field(may: "retention", retention),
    ])

    private static let member = APISchema.object([
        Field("name", .member), Field("role", role), Field("here", .flag),
        Field(may: "read", .integer()),
        Field(may: "until", .moment), Field(may: "mutedUntil", .moment),
        Field(may: "reason", .text()),
    ])

    /// Writes the schemas as fields of an object.
    static func write(to json: inout JSONWriter) {
        for (name, schema) in all + access {
            json.key(text: name)
            json.object { json in
                schema.write(to: &json)
                if closed.contains(name) { json.field("additionalProperties", false) }
            }
        }
    }

    /// The bodies in which a field that is not known is refused.
    private static let closed: Set = [
        "NewAccount", "AccountChange", "PasswordChange", "Password", "NewToken", "Name", "NewKey",
        "NewInvite", "NewBan", "RoomChange", "Role",
    ]

    /// The schema of a name; `nil` if there is none.
    static func named(_ name: String) -> APISchema? {
        (all + access).first { $0.name == name }?.schema
    }

    /// The names that there are.
    static var names: Set<String> { Set((all + access).map(\.name)) }
}
