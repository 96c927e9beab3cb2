import HTTPTypes

/// Everything that can be asked of the server: the table behind `/openapi.json`.
///
/// A test compares it with the addresses that the server answers at.
enum APIOperations {
    /// All of them, by group.
    static let all =
        streams + messages + reading + files + places + accounts + tokens + moderation + numbers
        + health

    typealias Parameter = APIOperation.Parameter
    typealias Refusals = APIRefusals

    private static let lines = APIOperation.Body(types: ["text/plain"], isNeeded: false)
    private static let opening: [Refusals.Codes] = [
        Refusals.identity, Refusals.filters, Refusals.places, Refusals.formats, Refusals.reading,
    ]

    private static let streams =
        [
            APIOperation(
                .get,
                "/rooms/{room}/stream",
                "Follow a room",
                parameters: [ticket] + following,
                gives: [.ok(.rows)],
                refusals: opening + [Refusals.ofRoom],
                isEndless: true
            ),
            APIOperation(
                .get,
                "/stream",
                "Follow several rooms in one stream",
                parameters: [rooms, ticket] + following,
                gives: [.ok(.rows)],
                refusals: opening + [[.badName, .tooManyRooms, .scope]],
                isEndless: true
            ),
        ]
        + [.put, .post].map { method in
            APIOperation(
                method,
                "/rooms/{room}/stream",
                "Follow a room and post each line of the body",
                access: .member,
                parameters: following,
                takes: lines,
                gives: [.ok(.rows)],
                refusals: opening + [
                    Refusals.ofRoom, [.muted, .rateLimited, .badKey, .unsupportedType],
                ],
                isEndless: true
            )
        }

    private static let posted: [APIOperation.Success] = [
        .init(201, "Posted", .json("Event"), fields: ["Location"]),
        .init(200, "It was posted before", .json("Event"), fields: ["Location"]),
    ]

    private static let messages = [
        APIOperation(
            .post,
            "/rooms/{room}/messages",
            "Say something",
            access: .member,
            parameters: [key],
            takes: .textOrJSON("Post"),
            gives: posted,
            refusals: [
                Refusals.identity, Refusals.key, Refusals.writing, Refusals.makingRoom,
                Refusals.message,
            ]
        ),
        APIOperation(
            .get,
            "/rooms/{room}/messages/{seq}",
            "Read one message as it is now",
            gives: [.ok(.json("Event"))],
            refusals: [
                Refusals.identity, Refusals.ofRoom, Refusals.reading, [.messageNotFound],
            ]
        ),
        APIOperation(
            .patch,
            "/rooms/{room}/messages/{seq}",
            "Edit a message",
            access: .member,
            parameters: [key],
            takes: .textOrJSON("Post"),
            gives: [.ok(.json("Event"))],
            refusals: [
                Refusals.identity, Refusals.amending, Refusals.writing, Refusals.message,
            ]
        ),
        APIOperation(
            .delete,
            "/rooms/{room}/messages/{seq}",
            "Delete a message",
            access: .member,
            parameters: [key, reason],
            takes: .json("Reason", isNeeded: false),
            gives: [.done],
            refusals: [
                Refusals.identity, Refusals.amending, Refusals.writing, Refusals.body,
            ]
        ),
        reaction(.put, "React to a message"),
        reaction(.delete, "Take a reaction back"),
    ]

    private static func reaction(_ method: HTTPRequest.Method, _ summary: String) -> APIOperation {
        APIOperation(
            method,
            "/rooms/{room}/messages/{seq}/reactions/{emoji}",
            summary,
            access: .member,
            parameters: [key],
            gives: [.done],
            refusals: [
                Refusals.identity, Refusals.amending, Refusals.writing, [.tooManyEmoji],
            ]
        )
    }

    private static let reading = [
        APIOperation(
            .get,
            "/rooms/{room}/messages",
            "Read messages as they are now",
            parameters: [pageFormat, safe, download] + start + range + messageFilters,
            gives: [.init(200, "Done", .page("MessagePage"), fields: ["Content-Disposition"])],
            refusals: opening + [Refusals.ofRoom]
        ),
        APIOperation(
            .get,
            "/rooms/{room}/events",
            "Read the raw log",
            parameters: [pageFormat, safe, download] + start + range + filters,
            gives: [.init(200, "Done", .page("MessagePage"), fields: ["Content-Disposition"])],
            refusals: opening + [Refusals.ofRoom]
        ),
        APIOperation(
            .get,
            "/search",
            "Find messages by their words",
            parameters: search,
            gives: [.init(200, "Done", .page("SearchPage"), fields: ["Burble-Search-Behind"])],
            refusals: [
                Refusals.identity, Refusals.search, Refusals.formats, Refusals.reading,
            ]
        ),
        APIOperation(
            .post,
            "/search/rebuild",
            "Empty the search index and fill it again",
            access: .operator,
            gives: [.ok(.init(types: ["application/x-ndjson"]))],
            refusals: [
                Refusals.operatorAlone, Refusals.reading, [.searchUnavailable, .storageFull],
            ]
        ),
    ]
}
