/// Reads events from CSV with a header row.
package struct CSVDecoder: EventDecoding {
    private var rows: CSVRows
    private var columns: CSVColumns?
    private var held = HeldFailure()

    /// Makes a decoder.
    ///
    /// - Parameter limit: bytes of a row.
    package init(limit: Int = Limits.lineBytes) {
        rows = CSVRows(limit: limit)
    }

    /// Takes bytes, and gives the events they complete; as ``EventDecoding/decode(_:)``.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Throws: why the bytes are no stream of this format.
    package mutating func decode(
        _ bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [Event] {
        try collect { rows throws(DecodingFailure) in try rows.rows(in: bytes) }
    }

    /// Ends an input that is whole; as ``EventDecoding/finish()``.
    ///
    /// - Returns: the event that had no line break yet.
    /// - Throws: the failure that was not given yet, or why what is left is no event.
    package mutating func finish() throws(DecodingFailure) -> [Event] {
        try collect { rows throws(DecodingFailure) in try rows.finish() }
    }

    private mutating func collect(
        _ read: (inout CSVRows) throws(DecodingFailure) -> [[String]]
    ) throws(DecodingFailure) -> [Event] {
        var events: [Event] = []
        try held.collect(into: &events) { events throws(DecodingFailure) in
            for row in try read(&rows) {
                if let columns {
                    if let event = try columns.event(in: row) { events.append(event) }
                } else {
                    columns = try CSVColumns(header: row)
                }
            }
        }
        return events
    }
}
