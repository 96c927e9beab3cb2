import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct LoadTests {
    @Test("More than the queue holds is refused, and what waits is kept")
    func overload() async throws {
        let folder = try TemporaryFolder()
        var options = StoreOptions()
        options.queueLimit = 3
        let store = try ChatStore.openHere(folder, options: options)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<3 { group.addTask { try await store.say("\(number)") } }
            await until { store.appender.waiting >= 3 }
            let refused = CommitRecord()
            group.addTask {
                await #expect(throws: StoreError.overloaded(limit: 3)) { try await store.say("4") }
                refused.add(Commit(events: [], first: 0, last: 0))
            }
            await until { !refused.all.isEmpty || store.appender.waiting >= 4 }
            group.addTask { await store.run { _ in } }
            for _ in 0..<4 { try await group.next() }
            #expect(store.head == 3)
            store.close()
        }
    }

    @Test("A closed store commits what waits, and takes no more", arguments: [true, false])
    func close(byCancelling: Bool) async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.openHere(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<10 { group.addTask { try await store.say("\(number)") } }
            await until { store.appender.waiting >= 10 }
            await withTaskGroup(of: Void.self) { loop in
                if !byCancelling { store.close() }
                loop.addTask { await store.run { _ in } }
                if byCancelling { loop.cancelAll() }
            }
            try await group.waitForAll()
        }
        #expect(store.head == 10)
        await #expect(throws: StoreError.closed) { try await store.say("late") }
        let marker = try MemberName("bob")
        await #expect(throws: StoreError.closed) {
            try await store.markRead(try .general, by: marker, through: 1)
        }
        #expect(try await store.rooms().map(\.newest) == [10])
    }

    @Test("An idle loop ends when its task is cancelled")
    func cancelIdle() async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.openHere(folder)
        let gate = Gate()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await gate.pass()
                await store.run { _ in }
            }
            await gate.reached()
            gate.open()
            group.cancelAll()
        }
        await #expect(throws: StoreError.closed) { try await store.say("late") }
    }

    @Test("A cancelled reader is told so, and the next read works")
    func cancelRead() async throws {
        try await withStore { store in
            try await store.say("a")
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await untilCancelled()
                    await #expect(throws: StoreError.cancelled) { try await store.rooms() }
                }
                group.cancelAll()
            }
            #expect(try await store.rooms().count == 1)
        }
    }
}
