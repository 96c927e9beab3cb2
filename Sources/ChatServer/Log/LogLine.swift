package import ChatProtocol
package import Logging

/// One line of the server's log: when, how grave, what happened, and its details.
///
/// Made safe for a terminal, bounded, and without what must stay secret.
package struct LogLine: Hashable, Sendable {
    /// Bytes of a line's text; what is longer is cut, and ends with `…`.
    package static let byteLimit = 4096
    /// Details whose value is never shown.
    static let secrets: Set<String> = [
        "authorization", "cookie", "password", "secret", "ticket", "token",
    ]

    let at: Timestamp
    let level: Logger.Level
    /// What happened and the details as `key=value`, in one line.
    let text: String

    /// Makes a line.
    ///
    /// - Parameter at: when.
    package init(at: Timestamp, level: Logger.Level, message: String, metadata: Logger.Metadata) {
        self.at = at
        self.level = level
        let fields = metadata.filter { !$0.key.hasPrefix("hb.") }
            .sorted { $0.key < $1.key }
            .map { " \(SafeText($0.key).singleLine)=\(Self.shown("\($0.value)", of: $0.key))" }
        text = Self.cut(SafeText(message).singleLine + fields.joined())
    }

    /// The line as standard error and the text format show it.
    package var description: String {
        let name = level.rawValue
        return "\(at) \(name)\(String(repeating: " ", count: max(0, 8 - name.count))) \(text)"
    }

    /// Appends the object of a row.
    ///
    /// - Parameter bytes: what it is appended to, without a newline.
    func appendJSON(to bytes: inout [UInt8]) {
        JSONWriter.append(to: &bytes) { json in
            json.object { json in
                json.key("type")
                json.string("log")
                json.key("at")
                json.moment(at)
                json.key("level")
                json.string(level.rawValue)
                json.key("text")
                json.string(text)
            }
        }
    }

    private static func shown(_ value: String, of key: String) -> String {
        guard !secrets.contains(key.lowercased()) else { return "(hidden)" }
        let safe = SafeText(value).singleLine
        // A quote and a mark behind it are one character; who reads the line goes by bytes.
        let bytes = safe.utf8
        let quote = UInt8(ascii: "\"")
        guard bytes.isEmpty || bytes.contains(where: { " =\"".utf8.contains($0) }) else {
            return safe
        }
        let inner = bytes.map { $0 == quote ? UInt8(ascii: "'") : $0 }
        return "\"" + String(decoding: inner, as: UTF8.self) + "\""
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > byteLimit else { return text }
        let mark = "…"
        var end = text.utf8.index(text.startIndex, offsetBy: byteLimit - mark.utf8.count)
        // Back to where a character begins.
        while end > text.startIndex, end.samePosition(in: text) == nil {
            end = text.utf8.index(before: end)
        }
        return text[..<end] + mark
    }
}
