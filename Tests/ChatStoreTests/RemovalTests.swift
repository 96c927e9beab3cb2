import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct RemovalTests {
    @Test("The log's newest event keeps its position, whatever becomes of its room")
    func position() async throws {
        let folder = try TemporaryFolder()
        for round in 0..<3 {
            try await withStore(in: folder) { store in
                #expect(store.head == Int64(round * 2))
                try await store.say("one")
                try await store.say("two")
                #expect(try await store.drop(try .general))
                #expect(try await !store.drop(try .general))
                while try await store.removeDeleted() {}
                #expect(try await store.rooms().isEmpty)
                #expect(try await store.event(room: try .general, seq: 1) == nil)
            }
        }
    }

    @Test("Events go from the old end alone, up to the first that stays")
    func oldEnd() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            for number in 1...5 { try await store.say("\(number)") }
            let room = try RoomName.general
            #expect(try await store.removeOldest(of: room, through: 0, before: nil) == nil)
            let removal = try await store.removeOldest(of: room, through: 2, before: nil)
            #expect(removal == Removal(oldest: 3, through: 2, hasMore: false))
            let stored = try #require(try await store.room(room))
            #expect((stored.oldest, stored.newest, stored.removedThrough) == (3, 5, 2))
            let rest = try await store.removeOldest(of: room, through: 99, before: nil)
            #expect(rest?.oldest == 5, "the newest stays")
            #expect(try await store.events(.history(of: room, limit: 9)).map(\.seq) == [5])
        }
    }
}
