import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct RoomCountTests {
    @Test("The limit of rooms holds exactly, whatever is made, taken away and cleared")
    func limit() async throws {
        var options = StoreOptions.patient
        options.roomLimit = 4
        try await withStore(options: options) { store in
            var random = SeededGenerator(seed: 11)
            var there: Set<RoomName> = []
            for _ in 0..<200 {
                let name = try RoomName("r\(Int.random(in: 0..<8, using: &random))")
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    let isGone = try await store.drop(name)
                    #expect(isGone == (there.remove(name) != nil))
                case 1:
                    while try await store.removeDeleted() {}
                case 2:
                    let isThere = there.contains(name) || there.count < 4
                    let isSaid = try await Self.hasPlace {
                        try await store.say("x", in: name.description)
                    }
                    #expect(isSaid == isThere)
                    if isSaid { there.insert(name) }
                default:
                    let isThere = there.contains(name) || there.count < 4
                    let isMade = try await Self.hasPlace { _ = try await store.makeRoom(name) }
                    #expect(isMade == isThere)
                    if isMade { there.insert(name) }
                }
            }
            #expect(try await Set(store.rooms().map(\.name)) == there)
        }
    }

    private static func hasPlace(_ make: @Sendable () async throws -> Void) async throws -> Bool {
        do {
            try await make()
            return true
        } catch StoreError.tooManyRooms {
            return false
        }
    }

    @Test("A room that is made is counted by itself, and those before it are not counted again")
    func goesOn() async throws {
        try await withStore { store in
            for room in ["a", "b", "c"] { try await store.say("x", in: room) }
            let (before, after, more) = try await store.database.write { session in
                let memory = WriterMemory()
                let maker = RoomMaker(session: session, memory: memory, limit: 10)
                let time = Timestamp(milliseconds: 1)
                _ = try maker.make(RoomName("d"), at: time)
                let before = memory.roomCount
                _ = try maker.make(RoomName("e"), at: time)
                let after = memory.roomCount
                // What the next one will ask.
                let more = try session.row(Statements.roomCount, [.integer(after.newest)]) { row in
                    try row.integer(0)
                }
                return (before, after, more)
            }
            #expect(before.count == 3 && after.count == 4)
            #expect(before.newest < after.newest)
            #expect(more == 1)
        }
    }

    @Test("A room whose number may be given again is none to count on from")
    func dropped() async throws {
        try await withStore { store in
            for room in ["a", "b", "c"] { try await store.say("x", in: room) }
            let (count, newest) = try await store.database.read { session in
                var count = RoomCount()
                try count.goOn(in: session)
                return (count, try session.knownRoom(RoomName("c"))?.id ?? 0)
            }
            #expect(count.count == 3 && count.newest == newest)
            var other = count
            other.drop(newest - 1)
            #expect(other.count == 2 && other.newest == newest)
            // One that has not been counted yet.
            other.drop(newest + 1)
            #expect(other.count == 2)
            other.drop(newest)
            #expect(other == RoomCount())
        }
    }
}
