import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct PositionTests {
    @Test("A tail begins before the last messages of its rooms taken together")
    func tail() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
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
        let folder = try TemporaryFolder()
        let clock = TestClock()
        try await withStore(in: folder, clock: clock) { store in
            var times: [Int64] = []
            for number in 0..<33 {
                if number % 3 == 0 { clock.advance(seconds: 10) }
                times.append(try await store.say("a").at.milliseconds)
            }
            for moment in Set(times.flatMap { [$0 - 1, $0, $0 + 1] }) {
                let position = try await store.position(
                    before: Timestamp(milliseconds: moment),
                    through: 33
                )
                #expect(position == Int64(times.filter { $0 < moment }.count))
            }
            let early = Timestamp(milliseconds: .min)
            #expect(try await store.position(before: early, through: 33) == 0)
            let late = Timestamp(milliseconds: .max)
            #expect(try await store.position(before: late, through: 33) == 33)
            #expect(try await store.position(before: late, through: 0) == 0)
        }
    }
}
