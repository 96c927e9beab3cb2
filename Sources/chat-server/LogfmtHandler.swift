import ChatServer
import Logging

/// Hands the events of one logger to the process's log.
struct LogfmtHandler: LogHandler {
    let output: LogOutput
    var metadata: Logger.Metadata = [:]
    /// The log's level, and for a logger that was set to less, that one.
    var logLevel: Logger.Level {
        get { max(output.level, own) }
        set { own = newValue }
    }

    private var own = Logger.Level.trace

    init(output: LogOutput) {
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        output.write(
            event.level,
            "\(event.message)",
            metadata.merging(event.metadata ?? [:]) { $1 }
        )
    }
}
