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
        let row = CSVRow(event)
        for cell in [row.room, row.seq, row.at, row.user, row.type, row.text, row.target] {
            append(cell: cell, to: &bytes)
            bytes.append(UInt8(ascii: ","))
        }
        append(cell: row.detail, to: &bytes)
        bytes.append(contentsOf: "\r\n".utf8)
    }

    private static func append(cell: String, to bytes: inout [UInt8]) {
        guard cell.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else {
            bytes.append(contentsOf: cell.utf8)
            return
        }
        let quote = UInt8(ascii: "\"")
        bytes.append(quote)
        for byte in cell.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}
