import TestTools
import Testing

@testable import ChatStore

@Suite(.timeLimit(.minutes(10))) struct AsyncSemaphoreTests {
    @Test("Those who wait get their turns in order")
    func order() async throws {
        let queue = AsyncSemaphore(width: 1, limit: 8)
        try await queue.enter()
        let served = Recorder<Int>()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<4 {
                group.addTask {
                    guard (try? await queue.enter()) != nil else { return }
                    served.record(number)
                    queue.leave()
                }
                await until { queue.waiting > number }
            }
            queue.leave()
        }
        #expect(served.all == [0, 1, 2, 3])
        try await queue.enter()
        queue.leave()
    }

    @Test("Who is cancelled waits no longer, and takes no turn from others")
    func cancelled() async throws {
        let queue = AsyncSemaphore(width: 1, limit: 8)
        try await queue.enter()
        let task = Task { try await queue.enter() }
        await until { queue.waiting > 0 }
        task.cancel()
        await #expect(throws: StoreError.cancelled) { try await task.value }
        #expect(queue.waiting == 0)
        queue.leave()
        try await queue.enter()
    }

    @Test("Who was cancelled before it asked does not wait either")
    func cancelledBefore() async throws {
        let queue = AsyncSemaphore(width: 1, limit: 8)
        try await queue.enter()
        let gate = Gate()
        let task = Task {
            await gate.pass()
            try await queue.enter()
        }
        task.cancel()
        gate.open()
        await #expect(throws: StoreError.cancelled) { try await task.value }
    }

    @Test("More than the bound are refused at once")
    func bound() async throws {
        let queue = AsyncSemaphore(width: 1, limit: 1)
        try await queue.enter()
        let task = Task { try await queue.enter() }
        await until { queue.waiting > 0 }
        await #expect(throws: StoreError.tooManyWait(limit: 1)) { try await queue.enter() }
        queue.leave()
        try await task.value
    }

    @Test("Who has given up is passed over, and makes way for others")
    func passedOver() {
        var order = ArrivalOrder(limit: 2)
        let answers = [1, 2, 3].map { order.add($0, of: ()) }
        #expect(answers == [nil, nil, 2])
        // However many give up, the others keep their order.
        for number in 4..<20 {
            order.remove(number == 4 ? 1 : number - 1)
            let refusal = order.add(number, of: ())
            #expect(refusal == nil)
        }
        let served = (0..<3).map { _ in order.next() }
        #expect(served == [2, 19, nil])
    }

    @Test("Whatever comes and goes, nobody waits for ever and each turn is one's own")
    func storm() async throws {
        let queue = AsyncSemaphore(width: 2, limit: 500)
        let inside = Inside()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<500 {
                group.addTask {
                    let task = Task {
                        try await queue.enter()
                        await inside.enter()
                        await Task.yield()
                        await inside.leave()
                        queue.leave()
                    }
                    if number.isMultiple(of: 3) { task.cancel() }
                    _ = try? await task.value
                }
            }
        }
        #expect(await inside.most <= 2)
        #expect(queue.waiting == 0)
        try await queue.enter()
        try await queue.enter()
    }
}

private actor Inside {
    private var count = 0
    private(set) var most = 0

    func enter() {
        count += 1
        most = max(most, count)
    }

    func leave() { count -= 1 }
}
