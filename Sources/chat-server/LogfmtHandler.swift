import ChatProtocol
import ChatServer
import Foundation
import Logging

/// Writes the log to standard error, a line an event: time, level, what happened, then `key=value`.
///
/// Values from the wire are made safe for a terminal.
struct LogfmtHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
            .filter { !$0.key.hasPrefix("hb.") }
            .sorted { $0.key < $1.key }
            .map { " \($0.key)=\(Self.quoted("\($0.value)"))" }
        let level = event.level.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        let line = "\(Timestamp.now()) \(level) \(event.message)\(fields.joined())\n"
        StandardError.write(line)
    }

    private static func quoted(_ value: String) -> String {
        let safe = SafeText(value).singleLine
        guard safe.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) || safe.isEmpty else {
            return safe
        }
        return "\"" + safe.replacingOccurrences(of: "\"", with: "'") + "\""
    }
}
