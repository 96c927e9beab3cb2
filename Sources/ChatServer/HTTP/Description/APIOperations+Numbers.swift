import HTTPTypes

extension APIOperations {
    private static let seconds = Parameter(
        "every",
        "seconds between two rows, over which rates are told",
        .integer(1...60)
    )
    private static let rows = [
        seconds, noteFormat, ticket, Parameter("limit", "end after N rows", count), heartbeat,
        timeout,
    ]
    private static let numberRefusals: [Refusals.Codes] = [
        Refusals.identity, Refusals.parameters, Refusals.formats, Refusals.draining,
    ]

    static let numbers = [
        APIOperation(
            .get,
            "/stats",
            "Read the server's numbers",
            access: .observer,
            parameters: [seconds],
            gives: [.ok(.json("Stats"))],
            refusals: [Refusals.operatorAlone, Refusals.parameters]
        ),
        APIOperation(
            .get,
            "/stats/stream",
            "Follow the server's numbers",
            access: .observer,
            parameters: rows,
            gives: [.ok(.rowStream)],
            refusals: numberRefusals + [Refusals.operatorAlone],
            isEndless: true
        ),
        APIOperation(
            .get,
            "/rooms/{room}/stats",
            "Read a room's last minute in numbers",
            gives: [.ok(.json("RoomStats"))],
            refusals: [Refusals.identity, Refusals.ofRoom]
        ),
        APIOperation(
            .get,
            "/rooms/{room}/stats/stream",
            "Follow a room's last minute in numbers",
            parameters: rows,
            gives: [.ok(.rowStream)],
            refusals: numberRefusals + [Refusals.ofRoom],
            isEndless: true
        ),
        APIOperation(
            .get,
            "/metrics",
            "Read the numbers in Prometheus' format",
            access: .observer,
            gives: [.ok(.init(types: ["text/plain", "application/openmetrics-text"]))],
            refusals: [Refusals.operatorAlone]
        ),
        APIOperation(
            .get,
            "/streams",
            "List the open streams, those that are behind first",
            access: .operator,
            parameters: [Parameter("limit", "so many at the most", .integer(1...10_000))],
            gives: [.ok(.json("Streams"))],
            refusals: [Refusals.operatorAlone, Refusals.parameters]
        ),
        APIOperation(
            .delete,
            "/streams/{id}",
            "End an open stream",
            access: .operator,
            gives: [.done],
            refusals: [Refusals.operatorAlone, Refusals.reading, [.notFound]]
        ),
        APIOperation(
            .get,
            "/nodes",
            "List the servers that write the log",
            access: .operator,
            gives: [.ok(.json("Nodes"))],
            refusals: [Refusals.operatorAlone, Refusals.reading]
        ),
        APIOperation(
            .get,
            "/logs/stream",
            "Follow the server's log",
            access: .operator,
            parameters: [
                noteFormat, ticket,
                Parameter("tail", "the last N lines first", .integer(0...Int64(LogBook.lineLimit))),
                Parameter(
                    "level",
                    "only lines as grave as this or more",
                    .choice([
                        "trace", "debug", "info", "notice", "warning", "error", "critical",
                    ])
                ),
                Parameter("match", "only lines with this in them", matchText),
                Parameter("limit", "end after N lines", count), heartbeat,
                timeout,
            ],
            gives: [.ok(.rowStream)],
            refusals: numberRefusals + [Refusals.operatorAlone],
            isEndless: true
        ),
    ]

    static let health = [
        APIOperation(.get, "/", "Read a short help", gives: [.ok(.text)]),
        APIOperation(.get, "/healthz", "Ask whether the server lives", gives: [.ok(.text)]),
        APIOperation(
            .get,
            "/readyz",
            "Ask whether the server takes work",
            gives: [.ok(.text)],
            refusals: [Refusals.draining]
        ),
        APIOperation(
            .get,
            "/openapi.json",
            "Read this description",
            gives: [.ok(.json("Document"))]
        ),
    ]
}
