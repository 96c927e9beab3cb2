import ChatProtocol
package import Logging
import Synchronization

/// The one way to the server's log: a line an event, with time, level, what happened, then
/// `key=value`; and into the book, for who follows it by `/logs/stream`.
///
/// What repeats itself has a budget, so that nobody can fill the disk of the log, or hide other
/// lines in it, by bringing something about again and again.
package final class LogOutput: Sendable {
    /// The least grave that is written.
    package var level: Logger.Level {
        get { least.withLock { $0 } }
        set { least.withLock { $0 = newValue } }
    }

    private let least = Mutex(Logger.Level.info)
    private let book: LogBook
    private let put: @Sendable (String) -> Bool
    private let now: @Sendable () -> ContinuousClock.Instant
    private let budget = LogBudget()
    /// Lines that were not taken since the last one that was.
    private let untaken = Atomic(0)

    /// Makes it.
    ///
    /// - Parameters:
    ///   - now: the time by which the budget counts.
    ///   - put: takes a line, without its end, and does not block; false if it cannot.
    package init(
        book: LogBook,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        put: @escaping @Sendable (String) -> Bool
    ) {
        self.book = book
        self.now = now
        self.put = put
    }

    /// Writes an event, unless its budget is spent.
    ///
    /// Does not suspend or block. Details for who looks for a fault (`debug` and `trace`) have no
    /// budget: they are written for those alone who ask for them.
    ///
    /// - Parameter message: what happened, the same each time.
    package func write(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        var metadata = metadata
        var leftOut = 0
        if level >= .info {
            guard let others = budget.take(message, at: now()) else { return }
            leftOut = others
        }
        leftOut += untaken.exchange(0, ordering: .relaxed)
        if leftOut > 0 { metadata["left-out"] = "\(leftOut)" }
        let line = LogLine(at: Timestamp.now(), level: level, message: message, metadata: metadata)
        if !put(line.description) { untaken.add(leftOut + 1, ordering: .relaxed) }
        book.append(line)
    }
}
