import ChatProtocol
import Testing

@testable import ChatStore

/// A store whose log another one writes too.
@Suite(.timeLimit(.minutes(10))) struct LogEngineTests {
    @Test("Two that write one log hand on the same events, each in the log's order")
    func order() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.two(in: folder) { first, second in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    let store = number % 2 == 0 ? first.store : second.store
                    group.addTask { try await store.say("\(number)", in: "r\(number % 3)") }
                }
                try await group.waitForAll()
            }
            for peer in [first, second] {
                peer.engine.ring()
                await peer.record.reached(200)
                #expect(peer.store.head == 200)
            }
            let events = first.record.all.flatMap(\.events)
            #expect(events == second.record.all.flatMap(\.events))
            #expect(events.map { $0.cursor?.position ?? 0 } == Array(1...200))
            let own = [first, second].map { peer in
                peer.record.all.filter(\.isOwn).reduce(0) { $0 + $1.events.count }
            }
            #expect(own == [100, 100])
        }
    }

    @Test("What another one commits is handed on when the engine is told of it")
    func woken() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.two(in: folder) { first, second in
            // It runs, and has nothing to do.
            try await second.store.say("own")
            for number in 2...20 {
                let event = try await first.store.say("\(number)")
                second.engine.ring()
                await second.record.reached(Int64(number))
                #expect(second.record.all.last?.events == [event])
                #expect(second.record.all.last?.isOwn == false)
            }
        }
    }

    @Test("What another one commits is found by a look at every tick")
    func tick() async throws {
        let folder = try TemporaryFolder()
        try await PeerStore.two(in: folder, tick: .milliseconds(2)) { first, second in
            for number in 1...20 {
                try await first.store.say("\(number)")
                await second.record.reached(Int64(number))
            }
            #expect(second.record.all.flatMap(\.events).map(\.text) == (1...20).map(String.init))
        }
    }
}
