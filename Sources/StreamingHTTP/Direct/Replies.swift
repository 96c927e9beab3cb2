import NIOCore
import Synchronization

/// The answers that other threads have for one event loop's connections: however many there are,
/// they cross together.
final class Replies: Sendable {
    private let eventLoop: any EventLoop
    private let waiting = Mutex<[Reply]>([])

    /// Makes an empty one.
    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Hands an answer to its connection.
    ///
    /// Does not suspend. What waits is bounded by the requests that wait for an answer.
    ///
    /// - Parameter reply: for a connection of the loop.
    func add(_ reply: Reply) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(reply)
            return waiting.count == 1
        }
        if isFirst { eventLoop.execute { self.deliver() } }
    }

    private func deliver() {
        let replies = waiting.withLock { waiting in
            let replies = waiting
            waiting = []
            return replies
        }
        for reply in replies { reply.handler.value.answer(reply.number, with: reply.response()) }
    }
}

/// An answer on its way to its connection's event loop.
struct Reply: Sendable {
    let handler: NIOLoopBound<DirectHandler>
    let number: Int
    /// Makes the answer, on the event loop.
    let response: @Sendable () -> DirectResponse
}
