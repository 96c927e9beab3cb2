import ChatClient
import Synchronization

/// Something in the state folder that several clients may keep at the same time: each puts there
/// what it changed itself, and leaves the rest as it is.
final class SharedState<Value: Sendable>: Sendable {
    /// How what is kept is found, written, and joined: one's own, what it was when one wrote it
    /// last, and what lies there.
    struct Ways: Sendable {
        /// `nil` where nobody knows what lies there.
        var load: @Sendable () -> Value?
        var save: @Sendable (Value) throws(FileError) -> Void
        var join: @Sendable (_ mine: Value, _ before: Value, _ there: Value) -> Value
    }

    private let folder: StateFolder
    private let ways: Ways
    private let before: Mutex<Value>

    /// Makes it.
    ///
    /// - Parameters:
    ///   - value: as this client found it.
    ///   - ways: how it is found, written, and joined.
    init(_ value: Value, in folder: StateFolder, _ ways: Ways) {
        self.folder = folder
        self.ways = ways
        before = Mutex(value)
    }

    /// Puts one's own changes into what lies there.
    ///
    /// Blocks on the disk, and for two seconds while another client is at it.
    ///
    /// - Parameter mine: as this client has it now.
    /// - Returns: whether they are there; else they go there with the next write.
    @discardableResult
    func write(_ mine: Value) -> Bool {
        before.withLock { before in
            let known = before
            var isWritten = false
            do throws(FileError) {
                try folder.alone { () throws(FileError) in
                    guard let there = ways.load() else { return }
                    try ways.save(ways.join(mine, known, there))
                    isWritten = true
                }
            } catch {
                // The outbox has told of a disk that takes nothing.
            }
            if isWritten { before = mine }
            return isWritten
        }
    }
}
