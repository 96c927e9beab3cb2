import ChatProtocol
import ChatStore
import NIOHTTP1
import TestTools
import Testing

@testable import ChatServer

/// The turns of those who have a list made.
@Suite(.timeLimit(.minutes(10))) struct FairOrderTests {
    private static let (here, there) = ("c0000201", "c0000202")

    private func caller(_ name: String?, at address: String = "") throws -> Caller {
        guard let name else { return Caller(identity: .reader, address: address) }
        return Caller(identity: .guest(try MemberName(name)), address: address)
    }

    // A few connections of one client kept the list from all others.
    @Test(
        "Who asks for much waits behind who asks for little: by address, by name on this machine",
        arguments: [
            ([("zed", ""), ("zed", ""), ("zed", ""), ("bob", "")], [0, 3, 1, 2]),
            ([("a", ""), ("b", ""), ("bob", "7f000001")], [0, 1, 2]),
            ([("a", here), ("b", here), ("c", here), ("bob", there)], [0, 3, 1, 2]),
            ([("a", here), ("b", here), ("bob", "")], [0, 2, 1]),
        ] as [([(String, String)], [Int])]
    )
    func order(callers: [(String, String)], served: [Int]) async throws {
        let turns = AsyncSemaphore(width: 1, order: FairOrder())
        try await turns.enter(as: caller(nil))
        let log = Recorder<Int>()
        let waiting = try callers.map { try caller($0.0, at: $0.1) }
        await withTaskGroup(of: Void.self) { group in
            for (number, caller) in waiting.enumerated() {
                group.addTask {
                    guard (try? await turns.enter(as: caller)) != nil else { return }
                    log.record(number)
                    turns.leave()
                }
                await until { turns.waiting > number }
            }
            turns.leave()
        }
        #expect(log.all == served)
        try await turns.enter(as: caller(nil))
    }

    @Test("So many of one name wait, and so many of one address; one more is refused at once")
    func bounds() async throws {
        let turns = AsyncSemaphore(width: 1, order: FairOrder())
        try await turns.enter(as: caller(nil))
        let ofName = FairOrder.limitOfName
        let ofAddress = FairOrder.limit / 4
        let zed = try caller("zed")
        let ann = try caller("ann", at: Self.here)
        let crowd = try (0..<ofAddress).map { try caller("n\($0)", at: Self.here) }
        let others = [try caller("bob"), try caller("ann", at: Self.there)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in Array(repeating: zed, count: ofName) + crowd + others {
                let before = turns.waiting
                group.addTask {
                    try await turns.enter(as: caller)
                    turns.leave()
                }
                await until { turns.waiting != before }
            }
            await #expect(throws: StoreError.tooManyWait(limit: ofName)) {
                try await turns.enter(as: zed)
            }
            await #expect(throws: StoreError.tooManyWait(limit: ofAddress)) {
                try await turns.enter(as: ann)
            }
            turns.leave()
            try await group.waitForAll()
        }
        #expect(turns.waiting == 0)
        try await turns.enter(as: zed)
    }

    @Test("Who is cancelled waits no longer, and takes no turn from others")
    func cancelled() async throws {
        let turns = AsyncSemaphore(width: 1, order: FairOrder())
        let zed = try caller("zed")
        try await turns.enter(as: zed)
        let task = Task { try await turns.enter(as: zed) }
        await until { turns.waiting > 0 }
        task.cancel()
        await #expect(throws: StoreError.cancelled) { try await task.value }
        #expect(turns.waiting == 0)
        turns.leave()
        try await turns.enter(as: zed)
    }

    @Test("The list of rooms is refused to whoever waits for it already, and to nobody else")
    func list() async throws {
        try await TestServer.run { server in
            let turns = server.services.lists
            try await turns.enter(as: Caller(identity: .reader, address: ""))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in ["zed", "zed", "zed", "zed", "bob"] {
                    group.addTask {
                        try await TestConnection.open(server) { client in
                            let answer = try await client.ask(.GET, "/rooms", as: name)
                            #expect(answer.head.status == .ok)
                        }
                    }
                }
                await until { turns.waiting >= 5 }
                try await TestConnection.open(server) { client in
                    let refusal = try await client.ask(.GET, "/rooms", as: "zed")
                    #expect(refusal.head.status == .serviceUnavailable)
                    #expect(refusal.head.headers["retry-after"].first == "1")
                }
                turns.leave()
                try await group.waitForAll()
            }
        }
    }
}
