#if Postgres
import ChatProtocol
import Testing

@testable import ChatStore

/// The engine of a shared log by itself: it takes a turn when the test says so, and follows nobody
/// between two turns.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct SharedEngineTests {
    @Test(
        "A turn goes on behind all that others have written since the last, however much",
        arguments: [1, 999, 1000, 2500],
        [1, 16]
    )
    func missed(_ count: Int, lockedPages: Int) async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        try await SharedStore.some(1, at: address) { stores in
            let engine = try Self.engine(at: address, folder, lockedPages: lockedPages)
            var handedOn: [DurableEvent] = []
            let rooms = ["a", "b"]
            for room in rooms { _ = try engine.say("first", in: room, &handedOn) }
            try await Self.write(count, in: rooms, by: stores[0].store)
            for room in rooms {
                let event = try engine.say("last", in: room, &handedOn)
                #expect(event.text == "last")
            }
            #expect(handedOn.compactMap { $0.cursor?.position } == Array(1...Int64(count + 4)))
            for (_, said) in Dictionary(grouping: handedOn, by: \.room) {
                #expect(said.map(\.seq) == (1...said.count).map(Int64.init))
            }
        }
    }

    @Test("A turn is not overtaken for ever by those who write while it takes up what they wrote")
    func overtaken() async throws {
        let folders = try [TemporaryFolder(), TemporaryFolder()]
        let address = try TestCluster.shared.get().address(of: folders[0])
        try await SharedStore.some(1, at: address) { _ in
            let engines = try folders.map { try Self.engine(at: address, $0) }
            let texts = (0..<1000).map(String.init)
            try engines[1].say(texts, in: "b") { _ in }
            var rounds = 0
            let own = try engines[0].say(["own"], in: "a") { commit in
                guard !commit.isOwn, rounds < 3 else { return }
                rounds += 1
                // A failure shows in what is expected below.
                _ = try? engines[1].say(texts, in: "b") { _ in }
            }
            #expect(own.first?.cursor?.position == 1001)
            #expect(rounds == 1)
        }
    }

    @Test("A post waits for a database that was found to be away before it, as one before it does")
    func away() async throws {
        try await Self.behindProxy { proxy, engine in
            proxy.refuse(1)
            #expect(throws: StoreError.self) { try engine.follow { _ in } }
            // The next look at it finds it away again, and the one after that does not.
            proxy.refuse(1)
            let said = try engine.say(["hello"], in: "a") { _ in }
            #expect(said.map(\.text) == ["hello"])
        }
    }

    @Test("A post and an import that share a turn wait for a database that is away for a moment")
    func awayForImport() async throws {
        try await Self.behindProxy { proxy, engine in
            try engine.say(["before"], in: "a") { _ in }
            proxy.refuse(1)
            let row = ImportRow(
                at: Timestamp(milliseconds: 1_000_000),
                user: try MemberName("bob"),
                content: .message(Message(text: "old"))
            )
            var batch = Batch()
            batch.drafts = [try .message("hello", in: "a")]
            batch.imports = [
                ImportBatch(room: try RoomName("b"), rows: [row], memory: ImportMemory())
            ]
            let outcome = try engine.turn(batch) { _ in }
            #expect(outcome.events.map(\.text) == ["hello", "old"])
            #expect(try outcome.imported.map { try $0.get() } == [[.imported]])
        }
    }

    /// Writes to a database whose connections a test refuses, and waits for it.
    private static func behindProxy(
        _ body: @Sendable (CuttingProxy, SharedLog) throws -> Void
    ) async throws {
        let cluster = try TestCluster.shared.get()
        let folder = try TemporaryFolder()
        let schema = try cluster.schema(of: folder)
        let proxy = try CuttingProxy(cluster)
        defer { proxy.close() }
        try await SharedStore.some(1, at: cluster.address(schema: schema)) { _ in
            var options = StoreOptions()
            options.writeWait = .seconds(300)
            try body(proxy, Self.engine(at: proxy.address(schema: schema), folder, options))
        }
    }

    private static func engine(
        at address: DatabaseAddress,
        _ folder: TemporaryFolder,
        _ options: StoreOptions = StoreOptions(),
        lockedPages: Int = 16
    ) throws -> SharedLog {
        let database = try PostgresDatabase(
            address,
            try DataFolder(folder.path),
            options: options
        ) { throw StoreError.damaged(detail: "there is no log") }
        return SharedLog(
            database: database,
            bus: try PostgresBus(database),
            try database.logState(),
            options: options,
            lockedPages: lockedPages,
            now: { TestClock().now }
        )
    }

    /// Says some of it in the second room, and then the rest in the first.
    private static func write(_ count: Int, in rooms: [String], by store: ChatStore) async throws {
        let other = min(count - 1, 10)
        for number in 0..<other { try await store.say("\(number)", in: rooms[1]) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count - other {
                group.addTask { try await store.say("\(number)", in: rooms[0]) }
            }
            try await group.waitForAll()
        }
    }
}

extension SharedLog {
    /// Says something in a turn of its own.
    fileprivate func say(
        _ text: String,
        in room: String,
        _ handedOn: inout [DurableEvent]
    ) throws -> DurableEvent {
        var heard: [DurableEvent] = []
        defer { handedOn += heard }
        let said = try say([text], in: room) { heard += $0.events }
        guard let event = said.first else { throw StoreError.closed }
        return event
    }

    /// Says some in one turn.
    @discardableResult
    fileprivate func say(
        _ texts: [String],
        in room: String,
        handOn: (Commit) -> Void
    ) throws -> [DurableEvent] {
        var batch = Batch()
        batch.drafts = try texts.map { try .message($0, in: room) }
        return try turn(batch, handOn: handOn).appended.map { try $0.get().event }
    }
}
#endif
