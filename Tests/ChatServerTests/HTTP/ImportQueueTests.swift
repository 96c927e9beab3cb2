import ChatProtocol
import Testing

@testable import ChatServer

/// The bound between the task that reads an upload and the one that commits it.
@Suite(.timeLimit(.minutes(10))) struct ImportQueueTests {
    private static let full = ImportQueue.Part(lines: [], bytes: 1024 * 1024)

    @Test("What waits is taken whole, and then the end")
    func order() async {
        let queue = ImportQueue()
        #expect(await queue.give(.init(lines: [], bytes: 1)))
        #expect(await queue.give(.init(lines: [], bytes: 2)))
        queue.end()
        #expect(await queue.take()?.bytes == 3)
        #expect(await queue.take() == nil)
    }

    @Test("An upload that is faster than the log waits until its rows are taken")
    func faster() async {
        let queue = ImportQueue()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { #expect(await queue.give(Self.full)) }
            #expect(await queue.take()?.bytes == Self.full.bytes)
            await group.waitForAll()
        }
    }

    @Test("Who gives waits no longer when nobody takes any more, and is told")
    func nobody() async {
        let queue = ImportQueue()
        let giver = Task {
            _ = await queue.give(Self.full)
            return await queue.give(Self.full)
        }
        queue.end()
        #expect(await !giver.value)
        #expect(await queue.take()?.bytes ?? 0 <= Self.full.bytes)
        #expect(await queue.take() == nil)
    }

    @Test("Who takes waits no longer once cancelled")
    func cancelled() async {
        let queue = ImportQueue()
        let taker = Task { await queue.take() }
        taker.cancel()
        #expect(await taker.value == nil)
    }
}
