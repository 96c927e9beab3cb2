import ChatProtocol
import Testing

@testable import ChatStore

/// Counts for ever.
private let endless = """
    WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted)
    SELECT max(n) FROM counted
    """

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct OwnedReadTests {
    // Seen as S4, S12 and S25: reads went on for minutes after their clients had gone.
    @Test("A read ends with the task that waits for it", arguments: ReadKind.allCases)
    func cancelled(kind: ReadKind) async throws {
        try await withStore { store in
            for _ in 0..<(kind.width + 1) {
                let began = Gate()
                let task = Task {
                    try await store.database.read(kind) { session in
                        began.open()
                        return try session.row(endless, []) { try $0.integer(0) }
                    }
                }
                await began.pass()
                task.cancel()
                await #expect(throws: StoreError.cancelled) { _ = try await task.value }
            }
            // The connections are as good as before.
            let general = try RoomName.general
            let number = try await store.database.read(kind) { try $0.number(of: general) }
            #expect(number == nil)
        }
    }

    @Test("A body of many small statements ends too")
    func smallStatements() async throws {
        let general = try RoomName.general
        try await withStore { store in
            let began = Gate()
            let task = Task {
                try await store.database.read { session in
                    began.open()
                    while true { _ = try session.number(of: general) }
                }
            }
            await began.pass()
            task.cancel()
            await #expect(throws: StoreError.cancelled) { try await task.value }
        }
    }

    @Test("A read that takes more steps, or longer, than any may is ended")
    func steps() async throws {
        var options = StoreOptions()
        options.readSteps = 10_000
        options.readTime = .milliseconds(50)
        try await withStore(options: options) { store in
            await #expect(throws: StoreError.tooCostly) {
                try await store.database.read { session in
                    try session.run(endless, [])
                }
            }
            try await store.say("a")
            // On a busy machine this may take longer than any may as well.
            var texts: [String] = []
            while texts.isEmpty {
                texts = (try? await store.texts(.history(of: .general, limit: 10))) ?? []
            }
            #expect(texts == ["a"])
        }
    }

    // Seen as S12 and S25: a few dear reads or searches kept all others waiting.
    @Test(
        "Reads that hold all connections of their kind keep no other kind waiting",
        arguments: ReadKind.allCases
    )
    func kinds(held: ReadKind) async throws {
        var options = StoreOptions()
        // Else the reads that hold them would end by themselves.
        options.readSteps = .max
        try await withStore(options: options) { store in
            try await store.say("a")
            let tasks = (0..<held.width).map { _ in
                Task { try await store.database.read(held) { try $0.run(endless, []) } }
            }
            let general = try RoomName.general
            for kind in ReadKind.allCases where kind != held {
                let number = try await store.database.read(kind) { try $0.number(of: general) }
                #expect(number != nil)
            }
            for task in tasks { task.cancel() }
        }
    }

    @Test("A filtered page looks at so many events, and tells where the next one begins")
    func filtered() async throws {
        let count = EventQuery.scanEvents + 10
        try await withStore { store in
            try await store.say("first", by: "bob")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<count { group.addTask { try await store.say("a") } }
                try await group.waitForAll()
            }
            try await store.say("last", by: "bob")
            let filter = EventFilter(user: try MemberName("bob"))
            for newestFirst in [false, true] {
                let query = EventQuery.history(
                    of: try .general,
                    newestFirst: newestFirst,
                    filter: filter,
                    limit: 10
                )
                let page = try await store.page(query)
                #expect(page.events.map(\.text) == [newestFirst ? "last" : "first"])
                #expect(!page.isWhole)
                let whole = try await store.texts(query)
                #expect(whole == (newestFirst ? ["last", "first"] : ["first", "last"]))
            }
            let rooms = [try RoomName.general, try RoomName("other")]
            let merged = EventQuery.positions(
                in: rooms,
                after: 0,
                through: store.head,
                filter: filter
            )
            #expect(try await store.page(merged).end?.position == Int64(EventQuery.scanEvents))
            #expect(try await store.texts(merged) == ["first", "last"])
        }
    }

    // Seen as S4: a page that found nothing looked through the whole log.
    @Test("A page that looks for a text looks through so many bytes")
    func searchedBytes() async throws {
        let text = String(repeating: "é", count: 8 * 1024)
        let fitting = EventQuery.scanBytes / text.utf8.count
        try await withStore { store in
            for _ in 0..<(fitting + 10) { try await store.say(text) }
            try await store.say("here")
            let filter = EventFilter(match: "HERE")
            let query = EventQuery.history(of: try .general, filter: filter, limit: 1)
            let page = try await store.page(query)
            #expect(page.events.isEmpty && !page.isWhole)
            #expect(page.end?.seq == Int64(fitting + 1))
            #expect(try await store.texts(query) == ["here"])
        }
    }
}
