import Hummingbird
import StreamingHTTP

/// `/async-stream`: from any `AsyncSequence`; it is asked for the next element when there is room.
func addAsyncStream(to router: ExampleRouter) {
    router.get("async-stream") { request, _ in
        let numbers = Ticking(tick: tick(of: request, default: 500)).prefix(10)
        return StreamingResponse(
            contentType: "text/plain; charset=utf-8",
            numbers.map { "Async line \($0)\n" }
        )
    }
}

/// Numbers from 0 on, a tick before each.
struct Ticking: AsyncSequence, Sendable {
    let tick: Duration

    /// Counts.
    struct Iterator: AsyncIteratorProtocol {
        let tick: Duration
        var next = 0

        /// Suspends for a tick, and holds no thread meanwhile.
        mutating func next() async throws -> Int? {
            try await pause(tick)
            defer { next += 1 }
            return next
        }
    }

    /// Begins at 0.
    func makeAsyncIterator() -> Iterator { Iterator(tick: tick) }
}
