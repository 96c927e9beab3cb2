import ChatProtocol
import Testing

@testable import ChatStore

/// Events that a newer version wrote into the log.
@Suite(.timeLimit(.minutes(10))) struct UnknownTypeTests {
    /// What a newer version would write, in columns that are known here and of others' types.
    private func insert(_ type: String, seq: Int, into store: ChatStore) async throws {
        try await store.database.write { session in
            let text = """
                INSERT INTO events (position, room, seq, at, user_name, type, text, target, role)
                SELECT max(position) + 1, 1, $1, 1800000000000, 'zoe', $2, 'what?', 1, 'king'
                FROM events
                """
            try session.run(text, [.integer(Int64(seq)), .text(type)])
        }
    }

    @Test("An event of an unknown type keeps its number, and all that reads the log goes on")
    func kept() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            let first = try await store.say("hello", key: "k")
            try await insert("poll", seq: 2, into: store)
            let third = try await store.say("and on")
            #expect(third.seq == 3 && third.cursor?.position == 3)
            let events = try await store.events(.history(of: .general, limit: 10))
            #expect(events.map(\.seq) == [1, 2, 3])
            let unknown = try #require(UnknownType("poll"))
            #expect(events[1].content == .unknown(unknown))
            #expect(events[1].user.description == "zoe")
            #expect(try await store.event(room: .general, seq: 2) == events[1])
            let streamed = try await store.events(
                .positions(in: [try .general], after: 0, through: 3)
            )
            #expect(streamed == events)
            let messages = EventFilter(types: [.message])
            let page = EventQuery.history(of: try .general, filter: messages, limit: 10)
            #expect(try await store.events(page) == [first, third])
            #expect(try await store.append(.message("hello", key: "k")) == .known(first))
            let progress = try await store.followSearch(limit: 100)
            #expect(progress.through == 3)
            let gone = try await store.removeOldest(of: .general, through: 2, before: nil)
            #expect(gone?.oldest == 3)
        }
        let check = try LogCheck(folder: folder.path).run { _ in }.findings
        #expect(check.filter { $0.verdict == .fault } == [])
        try await withStore(in: folder) { store in
            let later = try await store.say("later")
            #expect(later.seq == 4)
        }
    }

    @Test("What is no name of a type is damage", arguments: ["", "a b", "é", "ping"])
    func damage(type: String) async throws {
        try await withStore { store in
            try await store.say("hello")
            try await insert(type, seq: 2, into: store)
            let room = try RoomName.general
            await #expect(throws: StoreError.damaged(detail: "the type of an event is unreadable"))
            {
                try await store.events(.history(of: room, limit: 10))
            }
        }
    }
}
