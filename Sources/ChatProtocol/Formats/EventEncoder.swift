/// Writes the events of a stream in one format.
///
/// It has no state: an event's bytes are the same for every stream of the same format and
/// ``namesRooms``, so they are made once and shared.
package struct EventEncoder: Hashable, Sendable {
    package let format: Format
    /// Whether the stream covers several rooms, so that a line of text must say which.
    package let namesRooms: Bool
    /// Whether CSV is for a spreadsheet, which would run a cell that begins like a formula.
    package let forSpreadsheets: Bool

    /// Makes an encoder.
    ///
    /// - Parameters:
    ///   - namesRooms: whether it covers several rooms; ``Format/text`` alone looks at it, the
    ///     others name the room always.
    ///   - forSpreadsheets: whether a cell of CSV that a spreadsheet would run begins with an
    ///     apostrophe; the other formats do not look at it.
    package init(format: Format, namesRooms: Bool, forSpreadsheets: Bool = false) {
        self.format = format
        self.namesRooms = namesRooms
        self.forSpreadsheets = forSpreadsheets
    }

    /// What stands before the first event: CSV's header row; empty in the other formats.
    package var preamble: [UInt8] {
        format == .csv ? CSVFormat.header : []
    }

    /// Appends an event as whole lines.
    ///
    /// - Parameter event: any event; `typing` and `read` are nothing in text.
    package func append(_ event: Event, to bytes: inout [UInt8]) {
        switch format {
        case .text: TextFormat(namesRooms: namesRooms).append(event, to: &bytes)
        case .ndjson: NDJSONFormat.append(event, to: &bytes)
        case .sse: SSEFormat.append(event, to: &bytes)
        case .csv where forSpreadsheets: CSVFormat.append(inert: event, to: &bytes)
        case .csv: CSVFormat.append(event, to: &bytes)
        }
    }
}
