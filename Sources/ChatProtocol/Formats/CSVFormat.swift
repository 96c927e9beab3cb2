/// Rows of RFC 4180 under a header row; `detail` is a JSON object of the fields without a column.
///
/// A durable event's cursor is not written: the exports of one conversation from two servers are
/// equal byte for byte. Where a text holds what a terminal must not see, its column has the safe
/// rendition and `detail` the exact one.
enum CSVFormat {
    /// The names of the columns, in order.
    static let columns = ["room", "seq", "at", "user", "type", "text", "target", "detail"]
    /// The header row.
    static let header = Array((columns.joined(separator: ",") + "\r\n").utf8)

    /// Appends an event's row.
    ///
    /// - Parameters:
    ///   - event: any event.
    ///   - bytes: what it is appended to.
    static func append(_ event: Event, to bytes: inout [UInt8]) {
        if case .durable(let event) = event, case .message(let message) = event.content,
            message.isBare, SafeText.isSafe(message.text)
        {
            return append(plain: message.text, of: event, to: &bytes)
        }
        let row = CSVRow(event)
        for cell in [row.room, row.seq, row.at, row.user, row.type, row.text, row.target] {
            append(cell: cell, to: &bytes)
            bytes.append(UInt8(ascii: ","))
        }
        append(cell: row.detail, to: &bytes)
        bytes.append(literal: "\r\n")
    }

    /// Appends the row of a message that is its text alone, as most are: nothing is put together
    /// before it is written.
    private static func append(plain text: String, of event: DurableEvent, to bytes: inout [UInt8])
    {
        append(cell: event.room.description, to: &bytes)
        bytes.append(addingCapacity: OutputSpan.decimalLimit + Timestamp.byteCount + 3) { room in
            room.append(UInt8(ascii: ","))
            room.append(decimal: event.seq)
            room.append(UInt8(ascii: ","))
            event.at.append(to: &room)
            room.append(UInt8(ascii: ","))
        }
        append(cell: event.user.description, to: &bytes)
        bytes.append(literal: ",message,")
        append(cell: text, to: &bytes)
        bytes.append(literal: ",,\r\n")
    }

    private static func append(cell: String, to bytes: inout [UInt8]) {
        cell.withBytes { utf8 in
            guard !utf8.isFree(of: needsQuotes) else { return bytes.append(copyOf: utf8) }
            let quote = UInt8(ascii: "\"")
            bytes.append(quote)
            var start = 0
            while start < utf8.count {
                let end = utf8.firstIndex(from: start) { $0.marks(of: quote) }
                bytes.append(copyOf: utf8.extracting(start..<end))
                if end < utf8.count { bytes.append(literal: "\"\"") }
                start = end + 1
            }
            bytes.append(quote)
        }
    }

    private static func needsQuotes(_ word: ByteWord) -> UInt64 {
        word.marks(of: UInt8(ascii: ",")) | word.marks(of: UInt8(ascii: "\""))
            | word.marks(of: UInt8(ascii: "\r")) | word.marks(of: UInt8(ascii: "\n"))
    }
}
