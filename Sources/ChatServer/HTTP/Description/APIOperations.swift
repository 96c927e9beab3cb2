import HTTPTypes

/// Everything that can be asked of the server: the table behind `/openapi.json`.
///
/// A test compares it with the addresses that the server answers at.
enum APIOperations {
    /// All of them, by group.
    static let all =
        streams + messages + reading + files + rooms + accounts + tokens + moderation + numbers
        + health

    typealias Parameter = APIOperation.Parameter

    static let format = Parameter("format", "text, ndjson, sse or csv")
    private static let filters = [
        Parameter("types", "only events of these types, with commas"),
        Parameter("user", "only what this member said or did"),
        Parameter("match", "only messages with this in their text"),
    ]
    private static let following = [
        Parameter("since", "a cursor, all, a span such as 10m, or a time"),
        Parameter("tail", "the last N messages first", type: "integer"),
        Parameter("limit", "end after N messages", type: "integer"),
        Parameter("timeout", "end after a span"),
        Parameter("heartbeat", "seconds between two pings, 5 to 60", type: "integer"),
        Parameter("on_gap", "tell or fail"),
        .field("Last-Event-ID", "a cursor; wins over since"),
    ]
    private static let range = [
        Parameter("before", "below this seq", type: "integer"),
        Parameter("after", "above this seq", type: "integer"),
        Parameter("around", "on both sides of this seq", type: "integer"),
        Parameter("limit", "so many at the most", type: "integer"),
    ]
    private static let download = Parameter("download", "1: offer it as a file", type: "boolean")
    static let key = Parameter.field("Idempotency-Key", "posts once, also when repeated")

    private static let streams = [
        APIOperation(
            .get,
            "/rooms/{room}/stream",
            "Follow a room",
            parameters: [format] + following + filters,
            gives: .rows
        ),
        APIOperation(
            .put,
            "/rooms/{room}/stream",
            "Follow a room and post each line of the body",
            access: .member,
            parameters: [format] + following + filters,
            takes: .text,
            gives: .rows
        ),
        APIOperation(
            .post,
            "/rooms/{room}/stream",
            "Follow a room and post each line of the body",
            access: .member,
            parameters: [format] + following + filters,
            takes: .text,
            gives: .rows
        ),
        APIOperation(
            .get,
            "/stream",
            "Follow several rooms in one stream",
            parameters: [Parameter("rooms", "names with commas"), format] + following + filters,
            gives: .rows
        ),
    ]

    private static let messages = [
        APIOperation(
            .post,
            "/rooms/{room}/messages",
            "Say something",
            access: .member,
            parameters: [key],
            takes: .textOrJSON("Post"),
            status: 201,
            gives: .json("Event")
        ),
        APIOperation(
            .get,
            "/rooms/{room}/messages/{seq}",
            "Read one message as it is now",
            gives: .json("Event")
        ),
        APIOperation(
            .patch,
            "/rooms/{room}/messages/{seq}",
            "Edit a message",
            access: .member,
            parameters: [key],
            takes: .textOrJSON("Post"),
            gives: .json("Event")
        ),
        APIOperation(
            .delete,
            "/rooms/{room}/messages/{seq}",
            "Delete a message",
            access: .member,
            gives: .json("Event")
        ),
        APIOperation(
            .put,
            "/rooms/{room}/messages/{seq}/reactions/{emoji}",
            "React to a message",
            access: .member,
            gives: .json("Event")
        ),
        APIOperation(
            .delete,
            "/rooms/{room}/messages/{seq}/reactions/{emoji}",
            "Take a reaction back",
            access: .member,
            gives: .json("Event")
        ),
    ]

    private static let reading = [
        APIOperation(
            .get,
            "/rooms/{room}/messages",
            "Read messages as they are now",
            parameters: [format, download] + range + filters,
            gives: .json("MessagePage")
        ),
        APIOperation(
            .get,
            "/rooms/{room}/events",
            "Read the raw log",
            parameters: [format, download] + range + filters,
            gives: .rows
        ),
        APIOperation(
            .get,
            "/search",
            "Find messages by their words",
            parameters: [
                Parameter("q", "the words", isNeeded: true),
                Parameter("rooms", "names with commas"), Parameter("user", "who said it"),
                Parameter("before", "a cursor or a time"), Parameter("after", "a cursor or a time"),
                Parameter("order", "newest or rank"),
                Parameter("limit", "so many at the most", type: "integer"), format,
            ],
            gives: .json("SearchPage")
        ),
        APIOperation(
            .post,
            "/search/rebuild",
            "Empty the search index and fill it again",
            access: .operator,
            gives: APIOperation.Body(types: ["application/x-ndjson"])
        ),
    ]

    private static let rooms = [
        APIOperation(.get, "/rooms", "List the rooms", gives: .json("Rooms")),
        APIOperation(.get, "/rooms/{room}", "Read what a room is", gives: .json("Room")),
        APIOperation(
            .put,
            "/rooms/{room}",
            "Make a room or change it",
            access: .member,
            takes: .json("RoomChange"),
            gives: .json("Room")
        ),
        APIOperation(
            .delete,
            "/rooms/{room}",
            "Take a room away, with all that was said in it",
            access: .member,
            status: 204
        ),
        APIOperation(
            .get,
            "/rooms/{room}/members",
            "List a room's members",
            gives: .json("Members")
        ),
        APIOperation(
            .put,
            "/rooms/{room}/members/{name}",
            "Join, or change a member's role: ban, mute and invite",
            access: .member,
            takes: .json("Role"),
            status: 201
        ),
        APIOperation(
            .delete,
            "/rooms/{room}/members/{name}",
            "Leave, or put a member out",
            access: .member,
            parameters: [Parameter("reason", "why")],
            status: 204
        ),
        APIOperation(
            .post,
            "/rooms/{room}/typing",
            "Tell that one is typing",
            access: .member,
            status: 204
        ),
        APIOperation(
            .put,
            "/rooms/{room}/read",
            "Mark a room as read",
            access: .member,
            takes: .json("ReadMark"),
            gives: .json("ReadMark")
        ),
    ]
}
