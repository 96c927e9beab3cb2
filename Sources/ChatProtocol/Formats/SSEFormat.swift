/// Server-sent events: `event:` the type, `id:` a durable event's cursor, `data:` the JSON object.
///
/// Source: WHATWG HTML, section 9.2.5.
enum SSEFormat {
    /// Milliseconds that a browser waits before it reconnects; the first event tells it.
    static let retry = 2000

    /// Appends an event's block.
    ///
    /// - Parameters:
    ///   - event: any event.
    ///   - bytes: what it is appended to.
    static func append(_ event: Event, to bytes: inout [UInt8]) {
        if case .control(.open) = event {
            bytes.append(literal: "retry: ")
            bytes.append(decimal: Int64(retry))
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(literal: "event: ")
        bytes.append(text: event.typeName)
        if case .durable(let durable) = event, let cursor = durable.cursor {
            bytes.append(literal: "\nid: ")
            bytes.append(addingCapacity: Cursor.byteLimit) { cursor.append(to: &$0) }
        }
        bytes.append(literal: "\ndata: ")
        event.appendJSON(to: &bytes)
        bytes.append(literal: "\n\n")
    }
}
