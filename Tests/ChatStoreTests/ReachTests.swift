import ChatProtocol
import Synchronization
import Testing

@testable import ChatStore

/// Waiting for what others have written.
@Suite(.timeLimit(.minutes(10))) struct ReachTests {
    @Test("What another one has committed is handed on before the wait for it ends")
    func reached() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.two(in: folder) { first, second in
            for number in 1...20 {
                let event = try await first.store.say("\(number)")
                let position = try #require(event.cursor?.position)
                #expect(try await second.store.reach(position, within: .seconds(300)))
                #expect(second.record.all.last?.last == position)
            }
            try await first.store.say("last")
            try await second.store.reachNewest(within: .seconds(300))
            #expect(second.store.head == 21)
        }
    }

    @Test("What is being handed on is heard of once all have had it")
    func underWay() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.two(in: folder) { first, second in
            let barrier = Barrier()
            defer { barrier.open() }
            second.record.hold(at: barrier)
            try await first.store.say("one")
            second.engine.ring()
            await barrier.reached()
            await #expect(throws: StoreError.self) {
                try await second.store.reach(1, within: .zero)
            }
            barrier.open()
            #expect(try await second.store.reach(1, within: .seconds(300)))
            #expect(second.record.all.last?.last == 1)
        }
    }

    @Test("What is not in the log is not waited for, and what does not come in time is no answer")
    func missing() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.two(in: folder) { first, second in
            try await first.store.say("one")
            #expect(try await !second.store.reach(2, within: .seconds(3600)))
            second.engine.isDeaf.store(true, ordering: .relaxed)
            await #expect(throws: StoreError.self) {
                try await second.store.reach(1, within: .milliseconds(10))
            }
        }
    }

    @Test("Where nobody else writes nothing is asked of the log")
    func alone() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.one(in: folder, tick: nil) { peer, database in
            #expect(!peer.store.isShared)
            try await peer.store.say("one")
            database.fail(with: .unreachable("it was asked"))
            #expect(try await peer.store.reach(1, within: .seconds(3600)))
            #expect(try await !peer.store.reach(2, within: .seconds(3600)))
            try await peer.store.reachNewest(within: .seconds(3600))
        }
    }

    @Test("A reply is judged by the log, in the transaction that writes it")
    func replies() async throws {
        try await withStore { store in
            func reply(to target: Int64, in room: String = "general") throws -> Draft {
                Draft(
                    room: try RoomName(room),
                    user: try MemberName("bob"),
                    content: .message(Message(text: "so it is", replyTo: target))
                )
            }
            try await store.say("one")
            for target in [0, 2, -1, .max] as [Int64] {
                await #expect(throws: StoreError.noReplyTarget(target)) {
                    try await store.append(try reply(to: target))
                }
            }
            #expect(try await store.append(reply(to: 1)).event.seq == 2)
            await #expect(throws: StoreError.noReplyTarget(1)) {
                try await store.append(try reply(to: 1, in: "new"))
            }
            #expect(try await store.rooms().map(\.name.description) == ["general"])
            let topic = Draft(
                room: try .general,
                user: try MemberName("bob"),
                content: .room(RoomChange(topic: "tea"))
            )
            #expect(try await store.append(topic).event.seq == 3)
            await #expect(throws: StoreError.noReplyTarget(3)) {
                try await store.append(try reply(to: 3))
            }
        }
    }
}
