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
        "fingerprint": .text(pattern: "SHA256:[A-Za-z0-9]{1,64}"),
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
                let one = "@?[A-Za-z0-9][A-Za-z0-9._-]{0,20}"
                return "\(one)(?:,\(one)){0,9}"
            }()
        )
    )

    private static let types = [
        "message", "edit", "delete", "react", "room", "member", "presence", "typing", "read",
    ]
    static let user = Parameter("user", "only what this member said or did", .member)
    private static let match = Parameter(
        "match",
        "only messages with this in their text",
        .text(characters: 0...64, example: "build")
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

    private static let moment =
        #"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])"#
        + #":[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z"#
    private static let place = "[0-9]{1,5}(?:ms|s|m|h|d|w)|" + moment

    static let start = [
        Parameter(
            "since",
            "a cursor, all, a span such as 10m, or a time",
            .text(pattern: #"[a-z0-9]{1,16}\.[0-9]{1,15}|all|"# + place, example: "10m")
        ),
        Parameter(
            "tail",
            "the last N messages first",
            .integer(0...Int64(ChatStore.tailLimit))
        ),
        .field("Last-Event-ID", "a cursor; wins over since", .cursor),
    ]

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

    static let search = [
        Parameter(
            "q",
            "the words",
            .text(pattern: "[A-Za-z0-9]{1,12}(?: [A-Za-z0-9]{1,12}){0,9}", example: "hello"),
            isNeeded: true
        ),
        rooms, user,
        Parameter("before", "a cursor, a span or a time", .text(pattern: place)),
        Parameter("after", "a cursor, a span or a time", .text(pattern: place)),
        Parameter("order", "which come first", .choice(["newest", "rank"])),
        Parameter("limit", "so many at the most; 500 in a page", count), timeout, pageFormat, safe,
    ]
}
