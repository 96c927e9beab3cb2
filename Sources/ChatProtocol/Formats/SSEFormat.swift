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
            bytes.append(contentsOf: "retry: \(retry)\n".utf8)
        }
        bytes.append(contentsOf: "event: \(event.typeName)\n".utf8)
        if case .durable(let durable) = event, let cursor = durable.cursor {
            bytes.append(contentsOf: "id: \(cursor)\n".utf8)
        }
        bytes.append(contentsOf: "data: ".utf8)
        event.appendJSON(to: &bytes)
        bytes.append(contentsOf: "\n\n".utf8)
    }
}
