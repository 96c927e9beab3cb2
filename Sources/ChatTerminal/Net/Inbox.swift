import AsyncSignals
import ChatClient
import ChatTUI
import Synchronization

/// What the network has for the screen, in order; whoever puts more in than is taken out waits.
final class Inbox: Sendable {
    /// Inputs that wait at most before their bringer does: a stream is then read no faster than it
    /// is drawn.
    static let limit = 1_024

    /// What happened, and to which server.
    typealias News = (server: Int, input: Input)

    private let waiting = Mutex<[News]>([])
    private let emptied = ChangeSignal()
    private let pipe: WakePipe

    /// Makes an inbox.
    ///
    /// - Parameter pipe: wakes the thread that takes.
    init(waking pipe: WakePipe) {
        self.pipe = pipe
    }

    /// Puts something in.
    ///
    /// Suspends while too much waits.
    ///
    /// - Parameters:
    ///   - input: what happened; it is in at once, also when the task is cancelled.
    ///   - server: whose driver says so.
    func put(_ input: Input, from server: Int) async {
        var seen = emptied.count
        let count = waiting.withLock { waiting in
            waiting.append((server, input))
            return waiting.count
        }
        if count == 1 { pipe.wake() }
        while isFull, !Task.isCancelled {
            await emptied.wait(past: seen)
            seen = emptied.count
        }
    }

    /// Takes the oldest out.
    ///
    /// - Parameter limit: how many at most; the rest stays, and ``hasNews`` tells of it.
    /// - Returns: in the order it came.
    func take(atMost limit: Int) -> [News] {
        let taken = waiting.withLock { waiting in
            let taken = Array(waiting.prefix(limit))
            waiting.removeFirst(taken.count)
            return taken
        }
        if !taken.isEmpty { emptied.send() }
        return taken
    }

    /// Whether something waits to be taken.
    var hasNews: Bool { count > 0 }

    /// How many inputs wait.
    var count: Int { waiting.withLock { $0.count } }

    private var isFull: Bool { count > Self.limit }
}
