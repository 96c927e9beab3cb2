import ChatServer
import Logging

/// Hands the events of one logger to the process's log.
struct LogfmtHandler: LogHandler {
    let output: LogOutput
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

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
