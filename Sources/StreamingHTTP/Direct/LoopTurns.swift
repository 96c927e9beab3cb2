import DequeModule
import NIOCore

/// Has the connections of one event loop take turns, whatever each of them sends.
///
/// A connection may send thousands of requests, or of pieces of one, without waiting for an answer.
/// The first few are taken as they come. Those beyond are counted, for all connections together,
/// and once there were enough the others wait behind the loop's next look at its sockets: so no
/// more than so many are taken between two looks. Confined to its event loop.
final class LoopTurns {
    /// Parts of requests, or frames, that are taken between two looks, beside those few that each
    /// connection brings.
    private let partsInTurn: Int
    /// Those that one connection takes before another one that waits.
    let partsAtOnce: Int
    private let afterLook: (@escaping () -> Void) -> Void
    private var left: Int
    private var waiting: Deque<() -> Void> = []
    /// True while a look is waited for, or turns are being given.
    private var isDue = false

    /// Makes the turns of a loop.
    ///
    /// - Parameters:
    ///   - partsInTurn: taken between two looks: some milliseconds of posts.
    ///   - partsAtOnce: taken by one connection before others that wait.
    ///   - afterLook: runs something once, after the loop has looked at its sockets.
    init(
        partsInTurn: Int = 1_024,
        partsAtOnce: Int = 64,
        afterLook: @escaping (@escaping () -> Void) -> Void
    ) {
        self.partsInTurn = partsInTurn
        self.partsAtOnce = partsAtOnce
        left = partsInTurn
        self.afterLook = afterLook
    }

    /// Takes one more.
    ///
    /// - Returns: false if it has to wait for a turn (``wait(_:)``).
    func take(_ count: Int = 1) -> Bool {
        guard left > 0 else { return false }
        left -= count
        return true
    }

    /// Has a connection wait for its turn.
    ///
    /// - Parameter turn: takes one at least, and waits again if there are more; a connection waits
    ///   once at a time.
    func wait(_ turn: @escaping () -> Void) {
        waiting.append(turn)
        askForLook()
    }

    private func askForLook() {
        guard !isDue, !waiting.isEmpty else { return }
        isDue = true
        afterLook { self.giveTurns() }
    }

    private func giveTurns() {
        left = partsInTurn
        while left > 0, let turn = waiting.popFirst() { turn() }
        isDue = false
        askForLook()
    }
}

@available(*, unavailable)
extension LoopTurns: Sendable {}
