import Hummingbird
import StreamingHTTP

/// `/async-stream`: from any `AsyncSequence`; it is asked for the next element when there is room.
func addAsyncStream(to router: ExampleRouter) {
    router.get("async-stream") { request, _ in
        let numbers = Ticking(tick: tick(of: request, default: 100)).prefix(10)
        return StreamingResponse(
            contentType: "text/plain; charset=utf-8",
            numbers.map { "Async chunk \($0)\n" }
        )
    }
}

/// Numbers from 1 on, one a tick.
struct Ticking: AsyncSequence, Sendable {
    let tick: Duration

    /// Counts.
    struct Iterator: AsyncIteratorProtocol {
        let tick: Duration
        var number = 0

        /// Suspends for a tick.
        mutating func next() async throws -> Int? {
            try await Task.sleep(for: tick)
            number += 1
            return number
        }
    }

    /// Begins at 1.
    func makeAsyncIterator() -> Iterator { Iterator(tick: tick) }
}
