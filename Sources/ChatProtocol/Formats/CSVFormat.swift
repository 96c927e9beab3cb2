import Serialization

/// Rows of RFC 4180 under a header row; `detail` is a JSON object of the fields without a column.
///
/// A durable event's cursor is not written: the exports of one conversation from two servers are
/// equal byte for byte. Where a text holds what a terminal must not see, its column has the safe
/// rendition and `detail` the exact one.
enum CSVFormat {
    /// The names of the columns, in order.
    static let columns = ["room", "seq", "at", "user", "type", "text", "target", "detail"]
    /// The header row.
    static let header: [UInt8] = {
        var row: [UInt8] = []
        CSVText.append(row: columns, to: &row)
        return row
    }()

    /// Appends an event's row.
    static func append(_ event: Event, to bytes: inout [UInt8]) {
        if case .durable(let event) = event, case .message(let message) = event.content,
            message.isBare, SafeText.isSafe(message.text)
        {
            return append(plain: message.text, of: event, to: &bytes)
        }
        CSVText.append(row: CSVRow(event).cells, to: &bytes)
    }

    /// Appends an event's row in which no cell is a formula to a spreadsheet.
    static func append(inert event: Event, to bytes: inout [UInt8]) {
        let cells = CSVRow(event).cells.map(CSVCell.inert)
        CSVText.append(row: cells, to: &bytes)
    }

    /// Appends the row of a message that is its text alone, as most are: nothing is put together
    /// before it is written.
    private static func append(plain text: String, of event: DurableEvent, to bytes: inout [UInt8])
    {
        CSVText.append(cell: event.room.description, to: &bytes)
        bytes.append(addingCapacity: OutputSpan.decimalLimit + Timestamp.byteCount + 3) { room in
            room.append(UInt8(ascii: ","))
            room.append(decimal: event.seq)
            room.append(UInt8(ascii: ","))
            event.at.append(to: &room)
            room.append(UInt8(ascii: ","))
        }
        CSVText.append(cell: event.user.description, to: &bytes)
        bytes.append(literal: ",message,")
        CSVText.append(cell: text, to: &bytes)
        bytes.append(literal: ",,")
        CSVText.endRow(&bytes)
    }
}
