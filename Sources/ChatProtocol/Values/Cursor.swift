import Serialization

/// Where to resume after an event: a log's name and a position in it, `k3f9.4711` on the wire.
///
/// Opaque to clients, readable to people. The log's name makes a cursor from another log show.
/// Source: docs/API.md, section 3.
package struct Cursor: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of a cursor in text.
    package static let byteLimit = 40

    /// The log it came from.
    package let log: LogName
    /// The position of the last event seen, within ``WireNumber``; 0 is before the first.
    package let position: Int64

    /// Makes a cursor.
    ///
    /// - Parameters:
    ///   - log: the log it points into.
    ///   - position: 0 or more.
    package init(log: LogName, position: Int64) {
        self.log = log
        self.position = position
    }

    /// Parses what a client sent.
    ///
    /// - Parameter text: any text from anyone; `nil` unless it has the form of a cursor.
    package init?(_ text: String) {
        guard let cursor = text.withBytes({ Cursor(utf8: $0) }) else { return nil }
        self = cursor
    }

    private init?(utf8: Span<UInt8>) {
        guard utf8.count <= Self.byteLimit else { return nil }
        let point = utf8.firstIndex { $0.marks(of: UInt8(ascii: ".")) }
        guard point + 1 < utf8.count, let log = LogName(utf8: utf8.extracting(..<point)) else {
            return nil
        }
        let digits = utf8.extracting((point + 1)...)
        for index in digits.indices where !digits[index].isASCIIDigit { return nil }
        guard let position = JSONNumber.integer(digits).flatMap(WireNumber.init) else { return nil }
        self.init(log: log, position: position.value)
    }

    package var description: String {
        let text = [UInt8](capacity: Self.byteLimit) { append(to: &$0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends its text.
    ///
    /// - Parameter room: ``byteLimit`` bytes are enough.
    func append(to room: inout OutputSpan<UInt8>) {
        room.append(text: log.description)
        room.append(UInt8(ascii: "."))
        room.append(decimal: position)
    }
}
