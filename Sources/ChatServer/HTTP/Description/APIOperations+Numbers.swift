import HTTPTypes

extension APIOperations {
    private static let every = [
        Parameter("every", "seconds between two rows, 1 to 60", type: "integer"), format,
        Parameter("limit", "end after N rows", type: "integer"),
        Parameter("heartbeat", "seconds, 5 to 60", type: "integer"),
    ]

    static let numbers = [
        APIOperation(
            .get,
            "/stats",
            "Read the server's numbers",
            parameters: [Parameter("every", "seconds of the rates", type: "integer")],
            gives: .json("Stats")
        ),
        APIOperation(
            .get,
            "/stats/stream",
            "Follow the server's numbers",
            parameters: every,
            gives: .notes
        ),
        APIOperation(
            .get,
            "/rooms/{room}/stats",
            "Read a room's last minute in numbers",
            gives: .json("RoomStats")
        ),
        APIOperation(
            .get,
            "/rooms/{room}/stats/stream",
            "Follow a room's last minute in numbers",
            parameters: every,
            gives: .notes
        ),
        APIOperation(.get, "/metrics", "Read the numbers in Prometheus' format", gives: .text),
        APIOperation(
            .get,
            "/streams",
            "List the open streams, those furthest behind first",
            access: .operator,
            parameters: [Parameter("limit", "how many, 1 to 10000", type: "integer")],
            gives: .json("Streams")
        ),
        APIOperation(
            .delete,
            "/streams/{id}",
            "End a stream",
            access: .operator,
            status: 204
        ),
        APIOperation(
            .get,
            "/logs/stream",
            "Follow the server's log",
            access: .operator,
            parameters: [
                format, Parameter("tail", "the last N lines first", type: "integer"),
                Parameter("level", "only lines as grave as this or more"),
                Parameter("match", "only lines with this in them"),
                Parameter("limit", "end after N lines", type: "integer"),
                Parameter("heartbeat", "seconds, 5 to 60", type: "integer"),
            ],
            gives: .notes
        ),
    ]

    static let health = [
        APIOperation(.get, "/", "Read a short help", gives: .text),
        APIOperation(.get, "/healthz", "Ask whether the server lives", gives: .text),
        APIOperation(.get, "/readyz", "Ask whether the server takes work", gives: .text),
        APIOperation(.get, "/openapi.json", "Read this description", gives: .json("Document")),
    ]
}
