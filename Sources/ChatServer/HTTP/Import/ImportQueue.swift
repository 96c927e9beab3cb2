import AsyncSignals
import ChatProtocol
import Synchronization

/// Rows on their way from the task that reads them to the one that commits them, with a bound: an
/// upload that is faster than the log waits, and what comes slowly is committed at once.
final class ImportQueue: Sendable {
    /// What was read of some bytes.
    struct Part: Sendable {
        var lines: [ImportLine] = []
        var bytes = 0

        fileprivate var isEmpty: Bool { lines.isEmpty && bytes == 0 }

        /// Whether no more should wait beside it.
        fileprivate var isFull: Bool { lines.count >= rowLimit || bytes >= byteLimit }
    }

    /// Rows that wait, from which on the reader of the upload does too; a commit takes as many.
    private static let rowLimit = 1000
    /// Bytes of the upload that wait, likewise.
    private static let byteLimit = 1024 * 1024

    private let state = Mutex((waiting: Part(), hasEnded: false))
    private let given = ChangeSignal()
    private let taken = ChangeSignal()

    /// Gives a part.
    ///
    /// Suspends while the bounds are reached.
    ///
    /// - Returns: false when nobody takes any more; the part is dropped then.
    func give(_ part: Part) async -> Bool {
        let isTaken = state.withLock { state in
            guard !state.hasEnded else { return false }
            state.waiting.lines += part.lines
            state.waiting.bytes += part.bytes
            return true
        }
        guard isTaken else { return false }
        given.send()
        while !Task.isCancelled {
            let seen = taken.count
            let isDue = state.withLock { !$0.waiting.isFull || $0.hasEnded }
            if isDue { break }
            await taken.wait(past: seen)
        }
        return true
    }

    /// Ends the rows: none are given any more, and what waits can still be taken.
    ///
    /// Does not suspend.
    func end() {
        state.withLock { $0.hasEnded = true }
        given.send()
        taken.send()
    }

    /// Takes all that waits.
    ///
    /// Suspends while there is nothing.
    ///
    /// - Returns: `nil` when there will be nothing more, or the task is cancelled.
    func take() async -> Part? {
        while true {
            let seen = given.count
            let (part, hasEnded) = state.withLock { state in
                defer { state.waiting = Part() }
                return (state.waiting, state.hasEnded)
            }
            if !part.isEmpty {
                taken.send()
                return part
            }
            guard !hasEnded, !Task.isCancelled else { return nil }
            await given.wait(past: seen)
        }
    }
}
