import Logging
import TestTools

/// A log that a test reads.
final class KeptLog: Sendable {
    private let kept = Recorder<String>()

    /// The lines so far, each with its level, and its metadata in order.
    var lines: [String] { kept.all }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    /// Waits until there are so many lines.
    func lines(_ count: Int) async -> [String] {
        await kept.until { $0.count >= count }
    }

    private struct Handler: LogHandler {
        let log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        func log(event: LogEvent) {
            let more = (event.metadata ?? [:]).map { " \($0)=\($1)" }.sorted().joined()
            log.kept.record("\(event.level) \(event.message)\(more)")
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
    }
}
