import ChatProtocol
import ChatStore

/// The parameters of the operations.
extension APIOperations {
    /// What a name in braces of a path stands for.
    static let pathSchemas: [String: APISchema] = [
        "room": .room,
        "name": .member,
        "seq": .seq,
        "emoji": .text(characters: 1...Emoji.byteLimit, example: "👍"),
        "file": .text(
            pattern: #"[A-Za-z0-9_][A-Za-z0-9 ._-]{0,99}[A-Za-z0-9_]|[A-Za-z0-9_]"#,
            characters: 1...FileName.byteLimit,
            example: "report.pdf"
        ),
        "sha256": .sha256,
        "id": .text(pattern: "[A-Za-z0-9_-]{1,64}"),
        "code": .text(pattern: "[0-9A-Z-]{1,64}"),
        // Of a hash's 32 bytes, in base64 without its end.
        "fingerprint": .text(pattern: "SHA256:[A-Za-z0-9+/]{43}"),
    ]

    private static let words = Format.allCases.map(\.rawValue)
    static let format = Parameter("format", "of the rows", .choice(words))
    static let noteFormat = Parameter(
        "format",
        "of the rows",
        .choice(words.filter { $0 != Format.csv.rawValue })
    )
    static let safe = Parameter(
        "safe",
        "1: cells of CSV that a spreadsheet would run begin with an apostrophe",
        .choice(["1", "0"])
    )
    static let pageFormat = Parameter(
        "format",
        "json is a page, the others are rows",
        .choice(["json"] + words)
    )
    static let importFormat = Parameter("format", "of the answer", .choice(["ndjson", "sse"]))

    /// Several rooms' names with commas.
    static let rooms = Parameter(
        "rooms",
        "names with commas",
        .text(
            pattern: {
                let one = "(?:\(APISchema.roomName))"
                return "\(one)(?:,\(one)){0,\(Limits.streamRooms - 1)}"
            }(),
            example: "general,team"
        )
    )

    private static let types = [
        "message", "edit", "delete", "react", "room", "member", "presence", "typing", "read",
    ]
    static let user = Parameter("user", "only what this member said or did", .member)
    /// So many bytes at the most, unless `match-limit` says otherwise.
    static let matchText = APISchema.text(
        characters: 0...ServerLimits().matchBytes,
        example: "build"
    )
    private static let match = Parameter(
        "match",
        "only messages with this in their text",
        matchText
    )
    static let filters = [
        Parameter(
            "types",
            "only events of these types, with commas",
            .text(
                pattern: {
                    let one = "(?:" + types.joined(separator: "|") + ")"
                    return "\(one)(?:,\(one)){0,8}"
                }(),
                example: "message,edit"
            )
        ),
        user, match,
    ]

    static let messageFilters = [
        Parameter("types", "messages are all that is here", .choice(["message"])), user, match,
    ]

    /// How many there are to be at the most.
    static let count = APISchema.integer(1...WireNumber.maximum)
    static let limit = Parameter("limit", "end after N messages", count)
    static let timeout = Parameter("timeout", "end after a span", .span)
    static let heartbeat = Parameter("heartbeat", "seconds between two pings", .integer(5...60))

    private static let date = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    private static let time =
        #"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]{1,37})?"#
    private static let zone = "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
    /// A cursor, a span or a moment, as `Cursor`, `TimeSpan` and `Timestamp` read them.
    private static let place = [
        APISchema.cursorText, APISchema.spanText, "\(date)(?:[Tt ]\(time)\(zone))?",
    ].joined(separator: "|")

    static let start = [
        Parameter(
            "since",
            "a cursor, all, now, a span such as 10m, or a time",
            .text(pattern: "all|now|" + place, example: "10m")
        ),
        Parameter("tail", "the last N messages first", .integer(0...Int64(ChatStore.tailLimit))),
        .field("Last-Event-ID", "a cursor; wins over since", .cursor),
        Parameter("lastEventId", "the same, for who can set no field", .cursor),
    ]

    static let ticket = Parameter(
        "ticket",
        "of POST /tickets: opens one stream in place of credentials",
        .text(pattern: "burble_ticket_[0-9A-Za-z]{43}")
    )

    static let following =
        [format, safe] + start + [limit, timeout, heartbeat]
        + [Parameter("on_gap", "what becomes of a gap", .choice(["tell", "fail"]))] + filters

    /// A part of a room's log, by the numbers of its events; one of the last three at a time.
    static let range = [
        Parameter("before", "below this seq", .integer()),
        Parameter("after", "above this seq", .integer()),
        Parameter("around", "on both sides of this seq", .integer()),
        Parameter("limit", "so many at the most; 500 in a page", count), timeout,
    ]
    static let download = Parameter("download", "offer it as a file", .choice(["1", "0"]))

    static let key = Parameter.field(
        "Idempotency-Key",
        "posts once, also when repeated",
        .text(pattern: "[!-~]{1,64}", characters: 1...Limits.keyBytes)
    )

    static let reason = Parameter("reason", "why", .text(characters: 0...Limits.topicBytes))

    static let uploads = [
        Parameter.field(
            "Upload-Complete",
            "?0: more follows, over the upload's own address",
            .choice(["?0", "?1"])
        ),
        Parameter.field("Upload-Length", "bytes of the whole file", .integer()),
    ]

    private static let searchEnd = APISchema.text(
        pattern: "(?:\(place))(?:,(?:\(place)))?",
        example: "10m"
    )

    static let search = [
        Parameter(
            "q",
            "the words",
            .text(characters: 1...ServerLimits().searchBytes, example: "hello"),
            isNeeded: true
        ),
        rooms, user,
        Parameter("before", "a cursor, a span or a time; two with a comma", searchEnd),
        Parameter("after", "a cursor, a span or a time; two with a comma", searchEnd),
        Parameter("order", "which come first", .choice(["newest", "rank"])),
        Parameter("limit", "so many at the most; 500 in a page", count), timeout, pageFormat, safe,
    ]
}
