import ChatProtocol
import Synchronization

/// Room that is set aside for what came of one upload, until nobody holds this any more.
///
/// What a client only claims takes no room: a claim costs it nothing.
final class FileReservation: Sendable {
    private let ledger: FileLedger
    private let member: MemberName
    private let address: String
    private let held = Mutex<Int64>(0)

    /// Sets the first room aside.
    ///
    /// - Parameters:
    ///   - bytes: that are there; 0 is no room yet, else a block at the least.
    ///   - address: from where, as ``ClientNetwork`` tells; empty where nobody knows.
    /// - Throws: `507`.
    init(
        _ bytes: Int64,
        for member: MemberName,
        at address: String,
        in ledger: FileLedger
    ) throws(Problem) {
        self.ledger = ledger
        self.member = member
        self.address = address
        try grow(to: bytes)
    }

    /// Sets more aside for what comes.
    ///
    /// - Parameter bytes: in all; fewer than are held change nothing.
    /// - Throws: `507`.
    func grow(to bytes: Int64) throws(Problem) {
        let bytes = bytes > 0 ? max(bytes, FileLedger.blockBytes) : 0
        try held.withLock { held throws(Problem) in
            guard bytes > held else { return }
            try ledger.reserve(bytes - held, for: member, at: address)
            held = bytes
        }
    }

    deinit {
        ledger.release(held.withLock { $0 }, of: member, at: address)
    }
}
