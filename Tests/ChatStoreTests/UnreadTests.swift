import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct UnreadTests {
    private func count(
        _ store: ChatStore,
        after read: Int64,
        in room: String = "general"
    ) async throws -> UnreadCount? {
        let name = try RoomName(room)
        let newest = try await store.room(name)?.newest ?? 0
        return try await store.unread(of: MemberName("bob"), in: [(name, newest, read)])[name]
    }

    @Test("Unread are the messages of others after the marker, and nothing else")
    func messages() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for text in ["bob: 1", "no", "hi @Bob", "bobby", "ask BOB."] {
                try await store.say(text)
            }
            try await store.say("bob is me", by: "Bob")
            _ = try await store.amend(.edit(text: "no more"), 2)
            _ = try await store.amend(.react(Emoji("👍"), on: true), 3)
            _ = try await store.append(
                Draft(
                    room: .general,
                    user: .alice,
                    content: .room(RoomChange(topic: "t", visibility: nil))
                )
            )
            let all = try await count(store, after: 0)
            #expect(all?.messages == 5)
            #expect(all?.mentions == 3)
            #expect(all?.hasMore == false)
            #expect(try await count(store, after: 1)?.mentions == 2)
            #expect(try await count(store, after: 5)?.messages == 0)
            #expect(try await count(store, after: 9) == nil)
            _ = try await store.amend(.delete, 4)
            #expect(try await count(store, after: 0)?.messages == 4)
        }
    }

    @Test("At most a thousand are counted in a room")
    func most() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.sayMany(UnreadCount.limit)
            #expect(try await count(store, after: 0)?.messages == UnreadCount.limit)
            #expect(try await count(store, after: 0)?.hasMore == false)
            try await store.say("one more")
            #expect(try await count(store, after: 0)?.messages == UnreadCount.limit)
            #expect(try await count(store, after: 0)?.hasMore == true)
            #expect(try await count(store, after: 1)?.hasMore == false)
        }
    }

    // Seen as S12: the list of many rooms read up to 500 events of each.
    @Test("Of many rooms each has its share, and what is left over goes to the first")
    func shares() async throws {
        var options = StoreOptions()
        options.unreadEvents = 100
        try await withStore(in: TemporaryFolder(), options: options) { store in
            var rooms: [(name: RoomName, newest: Int64, read: Int64)] = []
            for number in 0..<10 {
                let name = "r\(number)"
                let count = number == 3 ? 50 : number == 7 ? 200 : 2
                try await store.sayMany(count, in: name)
                rooms.append((try RoomName(name), Int64(count), 0))
            }
            let counts = try await store.unread(of: MemberName("bob"), in: rooms)
            #expect(counts.count == 10)
            let looked = counts.values.reduce(0) { $0 + $1.messages }
            #expect(looked <= 100)
            #expect(counts[try RoomName("r0")]?.messages == 2)
            #expect(counts[try RoomName("r3")] == exactly(50))
            #expect(counts[try RoomName("r7")]?.hasMore == true)
        }
    }

    // Long texts in one room took all that might be searched: calls in others were told as none.
    @Test("Long texts in one room hide no call in another, and are told as perhaps more")
    func longTexts() async throws {
        var options = StoreOptions()
        options.unreadSteps = 8_000
        try await withStore(in: TemporaryFolder(), options: options) { store in
            for _ in 0..<10 { try await store.say(Self.long(1_000), in: "aa") }
            try await store.say("@bob please look", in: "zz")
            let all = try await counts(store, [("aa", 10), ("zz", 1)])
            #expect(all["zz"]?.messages == 1 && all["zz"]?.mentions == 1)
            #expect(all["zz"]?.hasMore == false)
            #expect(all["aa"]?.messages == 10 && all["aa"]?.mentions == 0)
            #expect(all["aa"]?.hasMore == true)
        }
    }

    @Test("Of the search each room has its share, and what is left over goes to the first")
    func sharesOfSearch() async throws {
        var options = StoreOptions()
        options.unreadSteps = 10_000
        try await withStore(in: TemporaryFolder(), options: options) { store in
            try await store.say("bob: " + Self.long(890), in: "r0")
            for _ in 0..<2 { try await store.say(Self.long(890), in: "r0") }
            for number in 1..<10 { try await store.say("hi bob", in: "r\(number)") }
            let rooms = (0..<10).map { (name: "r\($0)", newest: Int64($0 == 0 ? 3 : 1)) }
            let all = try await counts(store, rooms)
            #expect(all.count == 10 && all.values.allSatisfy { $0.mentions == 1 && !$0.hasMore })
            #expect(all["r0"]?.messages == 3)
        }
    }

    @Test("A room's search has a bound of its own; the messages behind it are counted all the same")
    func boundOfRoom() async throws {
        var options = StoreOptions()
        options.unreadStepsOfRoom = 2_500
        try await withStore(in: TemporaryFolder(), options: options) { store in
            try await store.say("bob", in: "general")
            try await store.sayMany(300)
            // What one said oneself, and what was deleted, is not searched.
            try await store.say(Self.long(5_000), by: "Bob")
            try await store.say(Self.long(5_000))
            _ = try await store.amend(.delete, 303)
            for _ in 0..<3 { try await store.say("bob " + Self.long(1_000)) }
            let all = try await count(store, after: 0)
            #expect(all?.messages == 304 && all?.mentions == 2)
            #expect(all?.hasMore == true)
            let newest = try await count(store, after: 305)
            #expect(newest?.messages == 2 && newest?.mentions == 2 && newest?.hasMore == false)
        }
    }

    private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

    private func counts(
        _ store: ChatStore,
        _ rooms: [(name: String, newest: Int64)]
    ) async throws -> [String: UnreadCount] {
        let rooms = try rooms.map { room in
            (name: try RoomName(room.name), newest: room.newest, read: 0 as Int64)
        }
        let counts = try await store.unread(of: MemberName("bob"), in: rooms)
        return Dictionary(uniqueKeysWithValues: counts.map { ($0.key.description, $0.value) })
    }

    private func exactly(_ messages: Int) -> UnreadCount {
        var count = UnreadCount()
        count.messages = messages
        return count
    }
}

extension ChatStore {
    /// Appends messages that nobody is mentioned in.
    fileprivate func sayMany(_ count: Int, in room: String = "general") async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count { group.addTask { try await self.say("a", in: room) } }
            try await group.waitForAll()
        }
    }
}
