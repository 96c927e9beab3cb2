#if Postgres
import ChatProtocol
import Testing

@testable import ChatStore

/// The engine of a shared log by itself: it takes a turn when the test says so, and follows nobody
/// between two turns.
@Suite(
    .enabled(if: Engine.here.contains(.postgres), "needs PostgreSQL"),
    .timeLimit(.minutes(3))
)
struct SharedEngineTests {
    @Test(
        "A turn goes on behind all that others have written since the last, however much",
        arguments: [1, 999, 1000, 2500]
    )
    func missed(_ count: Int) async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        try await SharedStore.some(1, at: address) { stores in
            let engine = try Self.engine(at: address, folder)
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

    private static func engine(
        at address: DatabaseAddress,
        _ folder: TemporaryFolder
    ) throws -> SharedLog {
        let options = StoreOptions()
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
            now: { TestClock().now }
        )
    }

    /// Says some of it in the second room, and then the rest in the first.
    private static func write(
        _ count: Int,
        in rooms: [String],
        by store: ChatStore
    ) async throws {
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
        var batch = Batch()
        batch.drafts = [try .message(text, in: room)]
        let outcome = try turn(batch) { handedOn += $0.events }
        guard let answer = outcome.appended.first else { throw StoreError.closed }
        return try answer.get().event
    }
}
#endif
