import AsyncSignals
import DequeModule
import Synchronization

/// The spans that wait to be sent, and what became of the others.
package final class SpanQueue: Sendable {
    /// Spans that wait at the most; a further one is dropped.
    private let limit: Int
    /// Spans that are sent together at the most: so many are sent at once.
    let batch: Int
    /// Sent when so many wait.
    let signal = ChangeSignal()

    private struct State {
        var waiting: Deque<FinishedSpan> = []
        var taken = 0
        var dropped = 0
    }

    private let state = Mutex(State())

    /// Makes a queue without spans.
    ///
    /// - Parameters:
    ///   - limit: spans that wait at the most.
    ///   - batch: spans that are sent together at the most.
    package init(limit: Int = 2048, batch: Int = 512) {
        self.limit = limit
        self.batch = batch
    }

    /// How many spans the collector has taken; does not suspend.
    package var taken: Int { state.withLock { $0.taken } }

    /// How many will never be sent; does not suspend.
    package var dropped: Int { state.withLock { $0.dropped } }

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Adds a span, or drops it; does not suspend.
    func add(_ span: FinishedSpan) {
        let isFull = state.withLock { state in
            guard state.waiting.count < limit else {
                state.dropped &+= 1
                return false
            }
            state.waiting.append(span)
            return state.waiting.count == batch
        }
        if isFull { signal.send() }
    }

    /// Takes the spans that have waited longest, as many as are sent together, or all.
    func take(all: Bool = false) -> [FinishedSpan] {
        state.withLock { state in
            let spans = Array(state.waiting.prefix(all ? state.waiting.count : batch))
            state.waiting.removeFirst(spans.count)
            return spans
        }
    }

    /// Puts spans back that were taken and not sent.
    func putBack(_ spans: [FinishedSpan]) {
        state.withLock { $0.waiting.prepend(contentsOf: spans) }
    }

    /// Notes that the collector took spans.
    ///
    /// - Parameter rejected: as many of them were not taken, as the collector says.
    func note(sent count: Int, rejected: Int) {
        let rejected = min(max(rejected, 0), count)
        state.withLock { state in
            state.taken &+= count - rejected
            state.dropped &+= rejected
        }
    }

    /// Notes that spans will never be sent.
    func note(dropped count: Int) {
        state.withLock { $0.dropped &+= count }
    }
}
