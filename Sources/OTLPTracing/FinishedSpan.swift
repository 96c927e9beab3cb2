import Tracing

/// A span that has ended, as it is sent.
struct FinishedSpan: Sendable {
    var name: String
    let kind: SpanKind
    let place: TraceContext
    /// The span above it, maybe of another program; `nil` where the trace begins.
    let parent: UInt64?
    /// Nanoseconds since 1970.
    let start: UInt64
    var end: UInt64
    var attributes = SpanAttributes()
    var events: [SpanEvent] = []
    var links: [SpanLink] = []
    var status: SpanStatus?
}
