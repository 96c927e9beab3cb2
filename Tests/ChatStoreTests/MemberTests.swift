import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct MemberTests {
    @Test("A room and its roles are what the events made of them")
    func projections() async throws {
        try await withStore { store in
            let room = try RoomName.general
            let (alice, bob) = (try MemberName("Alice"), try MemberName("bob"))
            let contents: [DurableEvent.Content] = [
                .room(RoomChange(topic: "tea", visibility: .private)), .room(RoomChange(topic: "")),
                .room(RoomChange(topic: "time")), .member(alice, role: .owner),
                .member(bob, role: .member), .member(bob, role: .banned),
                .member(try MemberName("carol"), role: .member),
                .member(try MemberName("CAROL"), role: .none),
            ]
            for content in contents {
                _ = try await store.append(Draft(room: room, user: alice, content: content))
            }
            let stored = try #require(try await store.room(room))
            #expect((stored.topic, stored.visibility) == ("time", .private))
            #expect((stored.oldest, stored.newest) == (1, 8))
            let members = try await store.members(of: room)
            #expect(members.map(\.name.description) == ["Alice", "bob"])
            #expect(members.map(\.role) == [.owner, .banned])
            #expect(try await store.room(try RoomName("nowhere")) == nil)
        }
    }

    @Test("A read mark goes forward alone, and not beyond the newest event")
    func readMarks() async throws {
        try await withStore { store in
            let (room, bob) = (try RoomName.general, try MemberName("bob"))
            for _ in 0..<5 { try await store.say("a") }
            #expect(try await store.markRead(room, by: bob, through: -3) == 0)
            #expect(try await store.readMarkers(of: bob).isEmpty)
            #expect(try await store.markRead(room, by: bob, through: 3) == 3)
            #expect(try await store.markRead(room, by: try MemberName("BOB"), through: 2) == 3)
            #expect(try await store.markRead(room, by: bob, through: .max) == 5)
            #expect(try await store.readMarkers(of: bob) == [room: 5])
            #expect(try await store.readMarkers(of: try MemberName("alice")).isEmpty)
            #expect(try await store.shownMarks(in: room, of: [bob]).isEmpty)
            #expect(try await store.markRead(room, by: bob, through: 4, isShown: true) == 5)
            let others = try (0..<20).map { try MemberName("m\($0)") }
            #expect(try await store.shownMarks(in: room, of: [bob] + others) == [bob: 5])
            #expect(try await store.shownMarks(in: room, of: others + [bob]).isEmpty)
            #expect(try await store.markRead(room, by: bob, through: 5) == 5)
            #expect(try await store.shownMarks(in: room, of: [bob]).isEmpty)
            let nowhere = try RoomName("nowhere")
            await #expect(throws: StoreError.roomNotFound(nowhere)) {
                try await store.markRead(nowhere, by: bob, through: 1)
            }
        }
    }
}
