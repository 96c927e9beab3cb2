import ChatProtocol
import ChatStore
import Testing

@Suite(.timeLimit(.minutes(1))) struct AppendTests {
    @Test("An event comes back as it was appended, with its numbers")
    func oneEvent() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            let event = try await store.say("hello")
            #expect(event.seq == 1)
            #expect(event.cursor == Cursor(log: store.log, position: 1))
            #expect(store.head == 1)
            #expect(try await store.event(room: event.room, seq: 1) == event)
        }
    }

    @Test("Numbers are dense in each room and in the log, whoever posts at once")
    func density() async throws {
        let folder = try TemporaryFolder()
        let record = CommitRecord()
        try await withStore(in: folder, onCommit: { record.add($0) }) { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for poster in 0..<40 {
                    group.addTask {
                        for number in 0..<25 {
                            let room = "room\((poster + number) % 7)"
                            try await store.say("\(number)", in: room, by: "p\(poster)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let commits = record.all
            let events = commits.flatMap(\.events)
            #expect(events.compactMap(\.cursor?.position) == Array(1...1000))
            #expect(commits.map(\.first) == [1] + commits.dropLast().map { $0.last + 1 })
            for (_, events) in Dictionary(grouping: events, by: \.room) {
                #expect(events.map(\.seq) == Array(1...Int64(events.count)))
            }
            for (_, events) in Dictionary(grouping: events, by: { "\($0.user)" }) {
                #expect(events.map(\.text) == (0..<25).map(String.init))
            }
            #expect(
                try await store.events(.positions(in: store.allRooms(), after: 0, through: 1000))
                    == events
            )
        }
    }
}

extension ChatStore {
    /// The names of all rooms.
    func allRooms() async throws -> [RoomName] { try await rooms().map(\.name) }
}
