import ChatProtocol
import Synchronization

/// Room that is set aside for one upload, until nobody holds this any more.
final class FileReservation: Sendable {
    private let ledger: FileLedger
    private let member: MemberName
    private let held = Mutex<Int64>(0)

    /// Sets the first room aside.
    ///
    /// - Parameters:
    ///   - bytes: 0 or more; counted as a block at the least.
    ///   - member: who uploads.
    ///   - ledger: the books.
    /// - Throws: `507`.
    init(_ bytes: Int64, for member: MemberName, in ledger: FileLedger) throws(Problem) {
        self.ledger = ledger
        self.member = member
        try grow(to: max(bytes, FileLedger.blockBytes))
    }

    /// Sets more aside for an upload that did not tell its length.
    ///
    /// - Parameter bytes: in all; fewer than are held change nothing.
    /// - Throws: `507`.
    func grow(to bytes: Int64) throws(Problem) {
        try held.withLock { held throws(Problem) in
            guard bytes > held else { return }
            try ledger.reserve(bytes - held, for: member)
            held = bytes
        }
    }

    deinit {
        ledger.release(held.withLock { $0 }, of: member)
    }
}
