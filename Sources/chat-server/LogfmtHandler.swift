import ChatProtocol
import ChatServer
import Logging

/// Writes the log to standard error, a line an event: time, level, what happened, then `key=value`;
/// and into the book, for who follows it by `/logs/stream`.
struct LogfmtHandler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(book: LogBook) {
        self.book = book
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = LogLine(
            at: Timestamp.now(),
            level: event.level,
            message: "\(event.message)",
            metadata: metadata.merging(event.metadata ?? [:]) { $1 }
        )
        StandardError.write(line.description + "\n")
        book.append(line)
    }
}
