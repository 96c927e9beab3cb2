extension APISchemas {
    /// The answer of `/stats`.
    static let statistics = APISchema.object(
        [.init("type", .choice(["stats"])), .init("at", .moment)]
            + [
                "uptime", "streams", "behind", "lag", "rooms", "members", "deliveries", "messages",
                "commits", "waiting", "memory", "descriptors",
            ].map { .init($0, .integer()) }
            + [
                "deliveriesPerSecond", "loopDelayMilliseconds", "messagesPerSecond",
                "commitMilliseconds", "postMilliseconds", "processor",
            ].map { .init($0, .decimal) }
            + [
                .init("disk", .object([.init("data", .integer()), .init("free", .integer())])),
                .init(
                    "busiest",
                    .list(.object([.init("room", .room), .init("messagesPerMinute", .integer())]))
                ),
            ]
    )

    /// The answer of a room's `stats`.
    static let roomStatistics = APISchema.object([
        .init("type", .choice(["stats"])), .init("room", .room), .init("at", .moment),
        .init("messagesPerMinute", .integer()), .init("here", .integer()),
        .init("newest", .integer()),
        .init("active", .list(.object([.init("name", .member), .init("messages", .integer())]))),
    ])
}
