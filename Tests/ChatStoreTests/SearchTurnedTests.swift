import ChatProtocol
import Testing

@testable import ChatStore

/// What the index keeps of rooms that were made public or private: each search asks for it.
@Suite(.everyEngine, .timeLimit(.minutes(10))) struct SearchTurnedTests {
    @Test("A room that is gone adds nothing to a search, and its number is free")
    func gone() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("tea", in: "lobby")
            let query = SearchQuery(try SearchWords("tea"), scope: .common())
            let index = try #require(store.searchIndex)
            let sources = try await store.searchSources(of: query)
            for _ in 0..<3 {
                try await store.make("plans", .public)
                try await store.say("tea", in: "plans")
                // Else the index meets a room that was private from the start.
                try await store.follow()
                try await store.turn("plans", .private)
                try await store.say("more tea", in: "plans")
                #expect(try await store.found(query) == ["tea"])
                #expect(try await store.searchSources(of: query) != sources)
                try await store.say("milk", in: "lobby")
                try await store.dropWhole("plans")
                #expect(try await store.found(query) == ["tea"])
                #expect(try await store.searchSources(of: query) == sources)
                #expect(try await index.ownRooms(among: Array(1...9)) == [])
                #expect(try await store.commonPositions(of: "tea") == [1])
            }
        }
    }

    @Test("A room that another server took away adds nothing to a search")
    func goneElsewhere() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("tea", in: "lobby")
            try await store.follow()
            let query = SearchQuery(try SearchWords("tea"), scope: .common())
            let sources = try await store.searchSources(of: query)
            let ann = try MemberName("ann")
            let changes: [SearchStep.Change] = [
                .add("tea", isPrivate: false), .turn(isPrivate: true),
            ]
            let steps = changes.enumerated().map { number, change in
                SearchStep(position: 50 + Int64(number), room: 77, user: ann, change: change)
            }
            let index = try #require(store.searchIndex)
            let through = try await index.through()
            #expect(try await index.apply(steps, after: through, through: through))
            #expect(try await index.turnedRooms().rooms.map(\.room) == [77])
            #expect(try await store.searchSources(of: query) == sources)
        }
    }

    @Test("A room that is made public is forgotten where nothing stands in its own list")
    func emptied() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let index = try #require(store.searchIndex)
            try await store.make("plans", .private)
            try await store.follow()
            let rooms: [Int64] = try await index.ownRooms(among: Array(1...9)).map(\.room)
            #expect(rooms.count == 1)
            try await store.turn("plans", .public)
            try await store.follow()
            #expect(try await index.ownRooms(among: rooms) == [])
            try await store.say("tea", in: "plans")
            try await store.follow()
            try await store.turn("plans", .private)
            let seq = try await store.say("milk", in: "plans").seq
            try await store.follow()
            try await store.turn("plans", .public)
            try await store.follow()
            #expect(try await index.ownRooms(among: rooms).map(\.isPublic) == [true])
            _ = try await store.amend(.delete, seq, in: "plans")
            for visibility in [Visibility.private, .public] {
                try await store.turn("plans", visibility)
                try await store.follow()
            }
            try await store.say("more tea", in: "plans")
            let query = SearchQuery(try SearchWords("tea"), scope: .common())
            #expect(try await store.found(query) == ["more tea", "tea"])
            #expect(try await index.ownRooms(among: rooms) == [])
            #expect(try await store.commonPositions(of: "tea").count == 2)
        }
    }

    @Test("Where more rooms are hidden than one question names, those that are seen are named")
    func manyHidden() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let rooms = (0...SearchRooms.roomsAtOnce).map { "r\($0)" }
            try await store.say("green tea", in: "lobby")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for room in rooms { group.addTask { try await store.say("tea", in: room) } }
                try await group.waitForAll()
            }
            while try await store.followSearch(limit: 1000).behind > 0 {}
            try await withThrowingTaskGroup(of: Void.self) { group in
                for room in rooms { group.addTask { try await store.turn(room, .private) } }
                try await group.waitForAll()
            }
            try await store.make("own", .private)
            try await store.say("my tea", in: "own")
            while try await store.followSearch(limit: 1000).behind > 0 {}
            let (lobby, own) = (try RoomName("lobby"), try RoomName("own"))
            let scope = SearchScope.readable(common: [lobby], others: [own], hidden: [])
            let query = SearchQuery(try SearchWords("tea"), scope: scope)
            let sources = try await store.searchSources(of: query)
            #expect(sources.allSatisfy { !$0.expression.contains("NOT") })
            #expect(sources.count == 2)
            #expect(try await store.found(query) == ["my tea", "green tea"])
        }
    }

    @Test("The words of a last message go with its room, though its place in the log stays")
    func lastMessage() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("tea", in: "plans")
            try await store.follow()
            #expect(try await store.commonPositions(of: "tea") == [1])
            try await store.dropWhole("plans")
            #expect(try await store.commonPositions(of: "tea") == [])
        }
    }

    @Test("Until the index hears of it, the log says what is hidden and what is public")
    func behind() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.make("closed", .public)
            try await store.make("opened", .private)
            for room in ["closed", "opened"] { try await store.say("tea in \(room)", in: room) }
            try await store.follow()
            let stranger = SearchQuery(try SearchWords("tea"), scope: .common())
            #expect(try await store.search(stranger, limit: 9).messages.count == 1)
            try await store.turn("closed", .private)
            try await store.turn("opened", .public)
            #expect(try await store.searchProgress().behind == 2)
            let page = try await store.search(stranger, limit: 1)
            #expect(page.messages.map(\.text) == ["tea in opened"])
            #expect(try await store.rankedSearch(stranger).count == 1)
            var member = stranger
            member.scope = .common(and: [try RoomName("closed")])
            #expect(try await store.search(member, limit: 9).messages.count == 2)
            #expect(try await store.found(stranger) == ["tea in opened"])
        }
    }

    @Test("Where the index lacks much, all rooms are looked at")
    func farBehind() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.make("closed", .private)
            try await store.say("tea", in: "lobby")
            let near = store.head
            let late = try await store.database.read { session in
                [
                    try session.lateRooms(behind: near, of: near),
                    try session.lateRooms(behind: near - 1, of: near),
                    try session.lateRooms(behind: 0, of: near),
                    try session.lateRooms(behind: 0, of: 1_000_000),
                ]
            }
            #expect(late[0].isEmpty && late[1].isEmpty)
            #expect(late[2].map(\.value) == [true])
            #expect(late[3].map(\.value).sorted { !$0 && $1 } == [false, true])
        }
    }

    @Test("However many rooms are named, few questions find their numbers")
    func manyNames() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for room in ["a", "b"] { try await store.say("tea", in: room) }
            let names = try ((0..<150).map { "none\($0)" } + ["a", "b"]).map { try RoomName($0) }
            let asked = try await store.database.read { session in
                let counting = CountingSession(session)
                let numbers = try counting.numbers(of: names + names)
                return (numbers: numbers.count, statements: counting.prepared)
            }
            #expect(asked.numbers == 2 && asked.statements == 5)
        }
    }
}
