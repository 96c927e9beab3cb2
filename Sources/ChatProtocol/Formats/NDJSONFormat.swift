/// One JSON object a line.
enum NDJSONFormat {
    /// Appends an event's line.
    static func append(_ event: Event, to bytes: inout [UInt8]) {
        event.appendJSON(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
    }
}
