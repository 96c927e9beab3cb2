import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct ReadTests {
    @Test("History reads either way between any two numbers")
    func history() async throws {
        try await withStore { store in
            for number in 1...9 {
                try await store.say("\(number)")
                try await store.say("noise", in: "other")
            }
            let room = try RoomName.general
            func page(
                _ after: Int64,
                _ before: Int64?,
                _ newestFirst: Bool,
                _ limit: Int
            ) async throws -> String {
                let query = EventQuery.history(
                    of: room,
                    after: after,
                    before: before,
                    newestFirst: newestFirst,
                    limit: limit
                )
                return try await store.texts(query).joined()
            }
            #expect(try await page(0, nil, false, 100) == "123456789")
            #expect(try await page(0, nil, true, 3) == "987")
            #expect(try await page(0, 7, true, 3) == "654")
            #expect(try await page(3, nil, false, 3) == "456")
            #expect(try await page(3, 6, true, 3) == "54")
            #expect(try await page(9, nil, false, 3) == "")
            #expect(try await page(-5, 1, false, 3) == "")
            #expect(try await page(0, nil, false, 0) == "1")
        }
    }

    @Test("Rooms are merged in the order of the log", arguments: [1, 2, 3, 5, 8, 256])
    func merged(count: Int) async throws {
        let options = StoreOptions()
        try await withStore(options: options) { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<600 {
                    group.addTask { try await store.say("\(number)", in: "r\(number % 300)") }
                }
                try await group.waitForAll()
            }
            let rooms = try (0..<count).map { try RoomName("r\($0)") }
            let all = try await store.events(.positions(in: rooms, after: 0, through: 600))
            #expect(all.count == 2 * count)
            #expect(all.allSatisfy { rooms.contains($0.room) })
            let positions = all.compactMap(\.cursor?.position)
            #expect(positions == positions.sorted())
            let part = EventQuery.positions(in: rooms, after: 100, through: 500, limit: 7)
            let expected = positions.filter { $0 > 100 && $0 <= 500 }.prefix(7)
            #expect(try await store.events(part).map(\.cursor?.position) == Array(expected))
        }
    }

    @Test("No room is an empty page, and too many are refused")
    func roomBounds() async throws {
        try await withStore { store in
            try await store.say("a")
            #expect(try await store.events(.positions(in: [], after: 0, through: 9)).isEmpty)
            let rooms = try (0..<257).map { try RoomName("r\($0)") }
            await #expect(throws: StoreError.tooManyRooms(limit: 256)) {
                try await store.events(.positions(in: rooms, after: 0, through: 9))
            }
        }
    }

    @Test("A page is never larger than its bound")
    func pageLimit() async throws {
        let query = EventQuery.history(of: try .general, limit: .max)
        #expect(query.limit == EventQuery.pageLimit)
    }

    @Test(
        "A page ends at its bound of bytes, holds one event at least, and tells of more",
        arguments: [
            (0, 9, 1), (128, 9, 1), (500, 9, 3), (228, 9, 2), (455, 9, 2), (456, 9, 3),
            (1139, 9, 5), (1140, 9, 6), (.max, 9, 9), (.max, 8, 8), (456, 2, 2),
        ]
    )
    func byteLimit(bytes: Int, limit: Int, count: Int) async throws {
        try await withStore { store in
            for _ in 0..<9 { try await store.say(String(repeating: "x", count: 100)) }
            var query = EventQuery.history(of: try .general, limit: limit)
            query.byteLimit = bytes
            let page = try await store.page(query)
            #expect(page.events.map(\.seq) == Array(1...Int64(count)))
            #expect(page.isWhole == (count == 9))
            query = .positions(in: [try .general], after: 0, through: 9, limit: limit)
            query.byteLimit = bytes
            #expect(try await store.page(query) == page)
        }
    }

    @Test("The database filters as the filter itself does", arguments: try filters())
    func filtering(filter: EventFilter) async throws {
        try await withStore { store in
            let room = try RoomName.general
            for content in try speech() {
                for user in ["alice", "Bob", "b_b"] {
                    let user = try MemberName(user)
                    _ = try await store.append(Draft(room: room, user: user, content: content))
                }
            }
            let all = try await store.events(.history(of: room, limit: 1000))
            let wanted = all.filter(filter.includes)
            #expect(
                try await store.events(.history(of: room, filter: filter, limit: 1000)) == wanted
            )
            let other = try RoomName("empty")
            let merged = EventQuery.positions(
                in: [room, other],
                after: 0,
                through: .max,
                filter: filter
            )
            #expect(try await store.events(merged) == wanted)
        }
    }

    @Test("A page of many rooms is merged from their indices, not sorted", .sqliteAlone)
    func plan() async throws {
        try await withStore { store in
            let rooms = try (0..<4).map { try RoomName("r\($0)") }
            let query = EventQuery.positions(in: rooms, after: 0, through: 9)
            let plan = try await store.database.read { session in
                let statement = try #require(try EventStatement(query, in: session))
                return try session.rows("EXPLAIN QUERY PLAN " + statement.text, statement.values) {
                    row in
                    try row.text(3)
                }
            }
            #expect(plan.contains("MERGE (UNION ALL)"))
            #expect(plan.filter { $0.contains("COVERING INDEX events_by_room") }.count == 4)
            #expect(!plan.contains { $0.contains("SCAN events") })
        }
    }
}

/// Filters alone and together, with texts that other rules of matching trip over.
private func filters() throws -> [EventFilter] {
    [
        EventFilter(), EventFilter(types: []), EventFilter(types: [.message, .delete]),
        EventFilter(user: try MemberName("BOB")), EventFilter(user: try MemberName("b_b")),
        EventFilter(match: "strasse"), EventFilter(match: "%"), EventFilter(match: "_"),
        EventFilter(match: "' OR 1=1 --"), EventFilter(match: "\0"), EventFilter(match: ""),
        EventFilter(types: [.edit], user: try MemberName("alice"), match: "ÉTÉ"),
    ]
}

/// Texts in which the filters find something, or must not.
private func speech() throws -> [DurableEvent.Content] {
    let texts = ["Die Straße", "100 %", "snake_case", "it's ' OR 1=1 --", "a\0b", "", "été"]
    return texts.map { .message(Message(text: $0)) } + [
        .edit(target: 1, text: "un ÉTÉ"), .delete(target: 1),
        .react(target: 1, emoji: "%", on: true),
        .room(RoomChange(topic: "100 %")), .member(try MemberName("Bob"), role: .owner),
    ]
}
