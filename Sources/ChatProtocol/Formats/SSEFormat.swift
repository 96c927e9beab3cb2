import Serialization

/// Server-sent events: `event:` the type, `id:` a durable event's cursor, `data:` the JSON object.
///
/// Source: WHATWG HTML, section 9.2.5.
enum SSEFormat {
    /// Milliseconds that a browser waits before it reconnects; the first event tells it.
    static let retry: Int64 = 2000

    /// Appends an event's block.
    static func append(_ event: Event, to bytes: inout [UInt8]) {
        if let wait = wait(told: event) { SSEText.append(retry: wait, to: &bytes) }
        SSEText.append(.event, to: &bytes) { $0.append(text: event.typeName) }
        if case .durable(let durable) = event, let cursor = durable.cursor {
            SSEText.append(.id, to: &bytes) { bytes in
                bytes.append(addingCapacity: Cursor.byteLimit) { cursor.append(to: &$0) }
            }
        }
        SSEText.append(.data, to: &bytes) { event.appendJSON(to: &$0) }
        SSEText.end(&bytes)
    }

    /// Milliseconds that a browser is told to wait; `nil` where it is told nothing.
    ///
    /// A browser does not read the farewell, but comes back when this says so.
    private static func wait(told event: Event) -> Int64? {
        switch event {
        case .control(.open): retry
        case .control(.bye(let bye)):
            bye.retryAfter.map { Int64(clamping: $0) * 1000 }
                ?? (bye.reconnect ? nil : SSEText.never)
        default: nil
        }
    }
}
