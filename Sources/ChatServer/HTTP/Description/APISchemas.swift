import ChatProtocol

/// The schemas of `/openapi.json`: the fields by which a client finds its way.
///
/// Every object may have more fields, which clients ignore.
enum APISchemas {
    private static let schemas = accessSchemas + ownSchemas

    private static let ownSchemas: [(name: String, fields: [(name: String, type: String)])] = [
        (
            "Problem",
            [
                ("type", "string"), ("title", "string"), ("status", "integer"),
                ("detail", "string"), ("code", "string"), ("limit", "integer"),
                ("value", "integer"), ("configKey", "string"), ("retryAfter", "integer"),
            ]
        ),
        (
            "Event",
            [
                ("type", "string"), ("room", "string"), ("seq", "integer"), ("cursor", "string"),
                ("at", "string"), ("user", "string"), ("text", "string"), ("replyTo", "integer"),
                ("kind", "string"), ("key", "string"), ("file", "object"), ("target", "integer"),
                ("emoji", "string"), ("on", "boolean"), ("topic", "string"),
                ("visibility", "string"), ("slowSeconds", "integer"), ("retention", "object"),
                ("member", "string"), ("role", "string"), ("until", "string"),
                ("mutedUntil", "string"), ("reason", "string"),
            ]
        ),
        ("Post", [("text", "string"), ("replyTo", "integer"), ("kind", "string")]),
        (
            "MessagePage",
            [("messages", "array"), ("atStart", "boolean"), ("atEnd", "boolean")]
        ),
        ("SearchPage", [("messages", "array"), ("atEnd", "boolean"), ("behind", "integer")]),
        (
            "Room",
            [
                ("name", "string"), ("topic", "string"), ("visibility", "string"),
                ("role", "string"), ("slowSeconds", "integer"), ("retention", "object"),
                ("members", "integer"), ("here", "integer"), ("newest", "integer"),
                ("read", "integer"), ("unread", "integer"), ("unreadMore", "boolean"),
                ("mentions", "integer"),
            ]
        ),
        (
            "RoomChange",
            [
                ("topic", "string"), ("visibility", "string"), ("slowSeconds", "integer"),
                ("retention", "object"),
            ]
        ),
        ("Rooms", [("rooms", "array")]),
        ("Members", [("members", "array")]),
        (
            "Role",
            [
                ("role", "string"), ("until", "string"), ("mutedUntil", "string"),
                ("reason", "string"), ("invite", "string"),
            ]
        ),
        ("ReadMark", [("seq", "integer")]),
        (
            "Stats",
            [
                ("type", "string"), ("at", "string"), ("uptime", "integer"),
                ("streams", "integer"), ("behind", "integer"), ("lag", "integer"),
                ("rooms", "integer"), ("members", "integer"), ("deliveries", "integer"),
                ("deliveriesPerSecond", "number"), ("loopDelayMilliseconds", "number"),
                ("messages", "integer"), ("messagesPerSecond", "number"), ("commits", "integer"),
                ("waiting", "integer"), ("commitMilliseconds", "number"),
                ("postMilliseconds", "number"), ("memory", "integer"),
                ("descriptors", "integer"), ("processor", "number"), ("disk", "object"),
                ("busiest", "array"),
            ]
        ),
        (
            "RoomStats",
            [
                ("type", "string"), ("room", "string"), ("at", "string"),
                ("messagesPerMinute", "integer"), ("here", "integer"), ("newest", "integer"),
                ("active", "array"),
            ]
        ),
        ("Streams", [("count", "integer"), ("streams", "array")]),
        ("Document", [("openapi", "string")]),
    ]

    /// Writes the schemas as fields of an object.
    ///
    /// - Parameter json: within the object.
    static func write(to json: inout JSONWriter) {
        for schema in schemas {
            json.key(text: schema.name)
            json.object { json in
                json.field("type", "object")
                json.key("properties")
                json.object { json in
                    for field in schema.fields {
                        json.key(text: field.name)
                        json.object { json in
                            json.field("type", field.type)
                            if field.name == "code" { writeCodes(to: &json) }
                        }
                    }
                }
            }
        }
    }

    /// Writes the codes that a problem may have.
    private static func writeCodes(to json: inout JSONWriter) {
        json.key("enum")
        json.array { array in for code in ProblemCode.allCases { array.string(code.rawValue) } }
    }

    /// The names that there are.
    static var names: Set<String> { Set(schemas.map(\.name)) }
}
