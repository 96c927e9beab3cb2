import AsyncSignals
import DequeModule
import Logging
import Synchronization

/// The newest lines of the server's log, for those who follow it.
///
/// A reader is a place in the book, not a mailbox: one that is slow loses the oldest lines, is told
/// how many, and costs no memory.
package final class LogBook: Sendable {
    /// Lines that are kept, of ``LogLine/byteLimit`` bytes each: 4 MiB at the most.
    static let lineLimit = 1024

    private struct State {
        var lines: Deque<LogLine> = []
        /// The number of the first line that is kept.
        var first = 0
    }

    /// Sent for each line.
    let signal = ChangeSignal()
    private let state = Mutex(State())

    /// Begins an empty book.
    package init() {}

    /// Adds a line, and wakes the readers.
    ///
    /// Does not suspend, and logs nothing itself: that would be its own next line.
    package func append(_ line: LogLine) {
        state.withLock { state in
            if state.lines.count >= Self.lineLimit {
                state.lines.removeFirst()
                state.first += 1
            }
            state.lines.append(line)
        }
        signal.send()
    }

    /// The number that the next line will have; does not suspend.
    var end: Int { state.withLock { $0.first + $0.lines.count } }

    /// Where a reader begins who wants the last lines of a kind.
    ///
    /// Does not suspend.
    ///
    /// - Parameter count: how many of them, 0 or more.
    /// - Returns: the number of the first of them.
    func start(ofLast count: Int, where isWanted: (LogLine) -> Bool) -> Int {
        let (lines, first) = state.withLock { ($0.lines, $0.first) }
        var missing = count
        var start = lines.endIndex
        while missing > 0, start > 0 {
            start -= 1
            if isWanted(lines[start]) { missing -= 1 }
        }
        return first + start
    }

    /// Reads on.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - number: of the next line that the reader wants.
    ///   - limit: lines at the most.
    /// - Returns: the lines, how many before them are lost to the reader, and the number to go on
    ///   from.
    func lines(from number: Int, limit: Int) -> (lines: [LogLine], lost: Int, next: Int) {
        state.withLock { state in
            let start = max(number, state.first)
            let lines = state.lines.dropFirst(start - state.first).prefix(limit)
            return (Array(lines), start - number, start + lines.count)
        }
    }
}
