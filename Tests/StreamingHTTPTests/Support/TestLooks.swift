@testable import StreamingHTTP

/// A loop's looks at its sockets, which the test makes.
final class TestLooks {
    /// Fewer than usual, so that little is much.
    static let partsInTurn = 256
    static let partsAtOnce = 32

    private var work: (() -> Void)?
    /// Turns that wait for these looks.
    private(set) lazy var turns = LoopTurns(
        partsInTurn: Self.partsInTurn,
        partsAtOnce: Self.partsAtOnce
    ) { self.work = $0 }

    /// Looks once.
    ///
    /// - Returns: false if nothing waited for it.
    @discardableResult func look() -> Bool {
        guard let work = work.take() else { return false }
        work()
        return true
    }
}
