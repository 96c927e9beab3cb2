package import ChatProtocol
import SmallFiles
import Synchronization

/// The clock of a log, by which is judged what is over: the database's where several servers share
/// one, so that they judge alike; else this machine's.
///
/// What is removed does not come back: that is judged by ``settled`` alone, of which the data
/// folder keeps how far it came, so that a start with a clock that is ahead removes nothing either.
package final class LogClock: Sendable {
    /// The file in a data folder that keeps the time.
    private static let fileName = "clock"

    private let path: String?
    private let wall: @Sendable () -> Timestamp
    private let state: Mutex<SettledClock>

    /// Makes one.
    ///
    /// - Parameters:
    ///   - last: the last time that the log knows; `nil` where the clock is believed at once.
    ///   - folder: the whole path of the data folder, which keeps the time; `nil` for none.
    init(
        after last: Timestamp? = nil,
        keptIn folder: String? = nil,
        wall: @escaping @Sendable () -> Timestamp
    ) {
        path = folder.map { "\($0)/\(Self.fileName)" }
        state = Mutex(SettledClock(after: last))
        self.wall = wall
    }

    /// The time that a data folder keeps.
    ///
    /// Blocks for the disk.
    ///
    /// - Returns: `nil` for none.
    static func kept(in folder: String) -> Timestamp? {
        // What cannot be read tells nothing, as one that is not there.
        (try? SmallFile("\(folder)/\(fileName)", .own).text(upTo: 64)).flatMap { Timestamp($0) }
    }

    /// The time.
    ///
    /// Does not suspend.
    package var now: Timestamp { wall() }

    /// The time by which something may be removed for good.
    ///
    /// Does not suspend.
    package var settled: Timestamp { state.withLock { $0.time(of: wall()) } }

    /// Whether the clock is ahead of what it was, and ``settled`` does not believe it yet.
    ///
    /// Does not suspend.
    package var isWaiting: Bool { state.withLock { $0.isWaiting } }

    /// Keeps how far the settled time came, for the next start.
    ///
    /// Blocks for the disk, but does not force it there.
    package func keep() {
        guard let path else { return }
        // A disk that is full takes it the next time; until then the start waits for longer.
        try? SmallFile.replace(path, with: Array("\(settled)".utf8), isSynchronized: false)
    }
}
