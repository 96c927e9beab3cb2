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
    }

    /// Rows that wait, from which on the reader of the upload does too; a commit takes as many.
    private static let rowLimit = 1000
    /// Bytes of the upload that wait, likewise.
    private static let byteLimit = 1024 * 1024

    private struct State {
        var waiting = Part()
        var hasEnded = false
        var taker: CheckedContinuation<Void, Never>?
        var giver: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Gives a part.
    ///
    /// Suspends while the bounds are reached; for one task.
    ///
    /// - Parameter part: the next.
    func give(_ part: Part) async {
        let taker = state.withLock { state in
            state.waiting.lines += part.lines
            state.waiting.bytes += part.bytes
            return state.taker.take()
        }
        taker?.resume()
        await wait {
            Self.hasRoom($0) || $0.hasEnded
        } keeping: {
            $0.giver = $1
        }
    }

    /// Ends the rows; what waits is still taken.
    func end() {
        let woken = state.withLock { state in
            state.hasEnded = true
            return [state.taker.take(), state.giver.take()]
        }
        for one in woken { one?.resume() }
    }

    /// Takes all that waits.
    ///
    /// Suspends while there is nothing; for one task.
    ///
    /// - Returns: `nil` when there will be nothing more.
    func take() async -> Part? {
        await wait {
            !$0.waiting.isEmpty || $0.hasEnded
        } keeping: {
            $0.taker = $1
        }
        let (part, giver) = state.withLock { state in
            defer { state.waiting = Part() }
            return (state.waiting, state.giver.take())
        }
        giver?.resume()
        return part.isEmpty ? nil : part
    }

    private static func hasRoom(_ state: State) -> Bool {
        state.waiting.lines.count < rowLimit && state.waiting.bytes < byteLimit
    }

    private func wait(
        until isDue: @Sendable (State) -> Bool,
        keeping keep: @Sendable (inout State, CheckedContinuation<Void, Never>) -> Void
    ) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if isDue(state) || Task.isCancelled { return true }
                    keep(&state, continuation)
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            end()
        }
    }
}
