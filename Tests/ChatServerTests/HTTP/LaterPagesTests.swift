import ChatProtocol
import ChatStore
import Synchronization
import Testing

@testable import ChatServer

/// The pages of an answer that has begun, on a clock that goes by a second with each wait.
@Suite struct LaterPagesTests {
    private final class Calls: Sendable {
        let reads = Mutex(0)
        let pauses = Mutex(0)
        let start = ContinuousClock.now
    }

    private let calls = Calls()

    /// Pages of a store that has no place for the first so many reads.
    private func pages(
        after refusals: Int,
        refusedBy error: StoreError = .tooManyWait(limit: 1),
        seconds: Int? = nil
    ) -> LaterPages<Int> {
        let calls = calls
        return LaterPages<Int>(
            read: { place throws(StoreError) in
                let count = calls.reads.withLock { count in
                    count += 1
                    return count
                }
                guard count > refusals else { throw error }
                return RowPage(events: [], next: place + 1)
            },
            deadline: seconds.map { calls.start + .seconds($0) },
            now: { calls.start + .seconds(calls.pauses.withLock { $0 }) },
            pause: {
                let count = calls.pauses.withLock { count in
                    count += 1
                    return count
                }
                // Who waits without an end is told so.
                if count > 100 { throw CancellationError() }
            }
        )
    }

    @Test("An answer that has begun waits for a place among the reads", arguments: [nil, 4])
    func waits(seconds: Int?) async throws {
        let page = try await pages(after: 3, seconds: seconds).page(at: 7)
        #expect(page.next == 8)
        #expect(calls.reads.withLock { $0 } == 4 && calls.pauses.withLock { $0 } == 3)
    }

    // A page that a busy machine had read late was cut off, with nothing left to read.
    @Test("Nothing is read when its time is over before")
    func late() async throws {
        await #expect(throws: Problem.self) {
            try await pages(after: 0, seconds: 0).page(at: 7)
        }
        #expect(calls.reads.withLock { $0 } == 0)
    }

    @Test("It waits no longer than its time")
    func isOver() async throws {
        await #expect(throws: StoreError.self) {
            try await pages(after: .max, seconds: 5).page(at: 7)
        }
        #expect(calls.reads.withLock { $0 } == 6 && calls.pauses.withLock { $0 } == 5)
    }

    @Test("It waits no longer than its client")
    func gone() async throws {
        await #expect(throws: CancellationError.self) {
            try await pages(after: .max).page(at: 7)
        }
    }

    @Test("It does not wait for a store that cannot answer")
    func fails() async throws {
        await #expect(throws: StoreError.self) {
            try await pages(after: .max, refusedBy: .cancelled).page(at: 7)
        }
        #expect(calls.reads.withLock { $0 } == 1 && calls.pauses.withLock { $0 } == 0)
    }
}
