import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct PositionTests {
    @Test("A tail begins before the last messages of its rooms taken together")
    func tail() async throws {
        try await withStore { store in
            let (one, two) = (try RoomName("one"), try RoomName("two"))
            try await store.say("1", in: "one")
            try await store.say("2", in: "two")
            try await store.say("3", in: "three")
            let reaction = DurableEvent.Content.react(target: 1, emoji: "x", on: true)
            let user = try MemberName("bob")
            _ = try await store.append(Draft(room: one, user: user, content: reaction))
            try await store.say("5", in: "one")
            func start(_ count: Int, _ rooms: [RoomName], _ last: Int64) async throws -> Int64 {
                try await store.position(beforeLast: count, messagesIn: rooms, through: last)
            }
            #expect(try await start(1, [one, two], 5) == 4)
            #expect(try await start(2, [one, two], 5) == 1)
            #expect(try await start(2, [two, one], 4) == 0)
            #expect(try await start(99, [one], 5) == 0)
            #expect(try await start(0, [one], 5) == 5)
            #expect(try await start(3, [], 5) == 5)
            #expect(try await start(3, [try RoomName("none")], 5) == 5)
        }
    }

    @Test("A time is found among the positions")
    func time() async throws {
        let clock = TestClock()
        try await withStore(clock: clock) { store in
            var times: [Int64] = []
            for number in 0..<33 {
                if number % 3 == 0 { clock.advance(seconds: 10) }
                times.append(try await store.say("a").at.milliseconds)
            }
            for moment in Set(times.flatMap { [$0 - 1, $0, $0 + 1] }) {
                let position = try await store.position(
                    before: Timestamp(milliseconds: moment),
                    in: [.general],
                    through: 33
                )
                #expect(position == Int64(times.filter { $0 < moment }.count))
            }
            for (moment, last, expected) in [(.min, 33, 0), (.max, 33, 33), (.max, 0, 0)]
                as [(Int64, Int64, Int64)]
            {
                let position = try await store.position(
                    before: Timestamp(milliseconds: moment),
                    in: [.general],
                    through: last
                )
                #expect(position == expected)
            }
        }
    }

    private func imported(
        _ text: String,
        at milliseconds: Int64,
        in room: RoomName,
        _ store: ChatStore
    ) async throws {
        let row = ImportRow(
            at: Timestamp(milliseconds: milliseconds),
            user: try MemberName("eve"),
            content: .message(Message(text: text))
        )
        let memory = ImportMemory()
        let batch = ImportBatch(room: room, rows: [row], memory: memory)
        #expect(try await store.importRows(batch) == [.imported])
    }

    // Rows of an import were shown or not, by what others did meanwhile in rooms of their own.
    @Test("Where a time is among rooms depends on these alone", arguments: [false, true])
    func otherRooms(areNoisy: Bool) async throws {
        let clock = TestClock()
        try await withStore(in: try TemporaryFolder(), clock: clock) { store in
            let (room, second) = (try RoomName.general, try RoomName("second"))
            func say(_ text: String, in room: RoomName) async throws {
                clock.advance(seconds: 10)
                if areNoisy { try await store.say("noise", in: "other") }
                clock.advance(seconds: 10)
                try await store.say(text, in: room.description)
            }
            try await say("one", in: room)
            clock.advance(seconds: 10)
            let time = clock.now
            if areNoisy { try await store.say("noise", in: "other") }
            for number in 1...3 {
                try await imported("old \(number)", at: 1_000_000, in: room, store)
            }
            try await say("two", in: second)
            try await imported("late", at: clock.now.milliseconds, in: room, store)
            try await say("three", in: room)
            func texts(_ rooms: [RoomName]) async throws -> [String] {
                let head = store.head
                let position = try await store.position(before: time, in: rooms, through: head)
                return try await store.texts(.positions(in: rooms, after: position, through: head))
            }
            #expect(try await texts([room]) == ["late", "three"])
            #expect(try await texts([second]) == ["two"])
            #expect(try await texts([second, room]) == ["two", "late", "three"])
            #expect(try await texts([try RoomName("none")]) == [])
            #expect(try await store.position(before: time, in: [], through: 3) == 3)
        }
    }

    @Test("Behind more than so many older events of its rooms a time is given too early")
    func manyOlder() async throws {
        try await withStore(in: try TemporaryFolder()) { store in
            let room = try RoomName.general
            let time = Timestamp(milliseconds: 2_000_000)
            for number in 1...6 {
                try await imported("old \(number)", at: 1_000_000, in: room, store)
                try await store.say("noise", in: "other")
            }
            try await store.say("new")
            let head = store.head
            for (limit, expected) in [(2, 4), (4, 6), (5, 7), (9, 7)] as [(Int64, Int64)] {
                let found = try await store.database.read { session -> Int64 in
                    guard let rooms = try RoomParameters([room]) else { return 0 }
                    var search = TimeSearch(session: session)
                    search.scanLimit = limit
                    return try search.position(happenedFrom: time, in: rooms, through: head)
                }
                let query = EventQuery.positions(in: [room], after: found - 1, through: head)
                #expect(try await store.events(query).first?.seq == expected, "\(limit)")
            }
        }
    }
}
