import ChatClient
import ChatTUI
import Synchronization

/// What the network has for the screen, in order; whoever puts more in than is taken out waits.
final class Inbox: Sendable {
    /// Inputs that wait at most before their bringer does: a stream is then read no faster than it
    /// is drawn.
    static let limit = 1_024

    private let waiting = Mutex<[Input]>([])
    private let emptied = Bell()
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
    /// - Parameter input: what happened; it is in at once, also when the task is cancelled.
    func put(_ input: Input) async {
        var seen = emptied.rings
        let count = waiting.withLock { waiting in
            waiting.append(input)
            return waiting.count
        }
        if count == 1 { pipe.wake() }
        while isFull, !Task.isCancelled {
            await emptied.wait(past: seen)
            seen = emptied.rings
        }
    }

    /// Takes everything out.
    ///
    /// - Returns: in the order it came.
    func takeAll() -> [Input] {
        let taken = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        if !taken.isEmpty { emptied.ring() }
        return taken
    }

    private var isFull: Bool { waiting.withLock { $0.count > Self.limit } }
}
