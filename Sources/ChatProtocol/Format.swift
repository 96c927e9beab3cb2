/// How a stream writes its events.
///
/// Source: docs/API.md, section 4.
package enum Format: String, Hashable, Sendable, CaseIterable {
    case text, ndjson, sse, csv

    /// The `Content-Type` of a stream.
    package var mediaType: String {
        switch self {
        case .text: "text/plain; charset=utf-8"
        case .ndjson: "application/x-ndjson"
        case .sse: "text/event-stream"
        case .csv: "text/csv; charset=utf-8; header=present"
        }
    }
}
