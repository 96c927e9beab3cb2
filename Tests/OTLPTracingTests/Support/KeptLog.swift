import AsyncSignals
import Logging
import Synchronization

/// A log that a test reads.
final class KeptLog: Sendable {
    private let kept = Mutex<[String]>([])
    private let signal = ChangeSignal()

    /// The lines so far, each with its level, and its metadata in order.
    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    /// Waits until there are so many lines.
    func lines(_ count: Int) async -> [String] {
        while !Task.isCancelled {
            let seen = signal.count
            if lines.count >= count { return lines }
            await signal.wait(past: seen)
        }
        return []
    }

    private struct Handler: LogHandler {
        let log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        func log(event: LogEvent) {
            let more = (event.metadata ?? [:]).map { " \($0)=\($1)" }.sorted().joined()
            log.kept.withLock { $0.append("\(event.level) \(event.message)\(more)") }
            log.signal.send()
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
    }
}
