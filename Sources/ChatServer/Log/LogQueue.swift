import DequeModule
import Dispatch
import Synchronization

/// Lines on their way to a reader who may stand still, as a terminal or a pipe does.
///
/// Whoever has something to tell never waits for the reader: an event loop that did would keep
/// every client waiting.
package final class LogQueue: Sendable {
    /// Lines that wait at the most, of ``LogLine/byteLimit`` bytes each: 4 MiB.
    static let lineLimit = 1024

    private struct State {
        /// The first one stays until it is written.
        var lines: Deque<String> = []
        var isEnding = false
    }

    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)
    private let emptied = DispatchSemaphore(value: 0)

    /// Begins an empty queue.
    package init() {}

    /// Adds a line; does not suspend or block.
    ///
    /// - Returns: false if too many wait, and this one is left out.
    package func put(_ line: String) -> Bool {
        let isTaken = state.withLock { state in
            guard state.lines.count < Self.lineLimit else { return false }
            state.lines.append(line)
            return true
        }
        if isTaken { bell.signal() }
        return isTaken
    }

    /// Writes one line after the other, for as long as the process lasts: it blocks a thread of its
    /// own.
    ///
    /// - Parameter write: writes a line, and may block.
    package func run(_ write: (String) -> Void) -> Never {
        while true {
            bell.wait()
            guard let line = state.withLock({ $0.lines.first }) else { continue }
            write(line)
            let isAtEnd = state.withLock { state in
                state.lines.removeFirst()
                return state.isEnding && state.lines.isEmpty
            }
            if isAtEnd { emptied.signal() }
        }
    }

    /// Waits for the lines to be written, once, before the process ends.
    ///
    /// Blocks.
    ///
    /// - Parameter time: how long at the most.
    package func flush(within time: Duration) {
        let isEmpty = state.withLock { state in
            state.isEnding = true
            return state.lines.isEmpty
        }
        // Who does not read by then does not want them.
        if !isEmpty { _ = emptied.wait(timeout: .now() + time / .seconds(1)) }
    }
}
