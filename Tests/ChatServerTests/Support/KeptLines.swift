import Logging
import Synchronization

/// What a server logs, for a test to read.
final class KeptLines: Sendable {
    private let kept = Mutex<[String]>([])

    /// The lines so far, each with its metadata in order.
    var all: [String] { kept.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: KeptLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        func log(event: LogEvent) {
            let whole = metadata.merging(event.metadata ?? [:]) { $1 }
            let more = whole.map { " \($0)=\($1)" }.sorted().joined()
            lines.kept.withLock { $0.append("\(event.message)\(more)") }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
    }
}
