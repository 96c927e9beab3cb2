import Synchronization
package import Tracing

/// A span of a trace that is collected, or of one that is not: then nothing is kept of it.
package final class OTLPSpan: Tracing.Span {
    /// Events, and links, of one span; further ones are left out.
    private static let listLimit = 32

    package let context: InstrumentationContext
    /// `nil` once it has ended, and in a trace that is not collected.
    private let state: Mutex<FinishedSpan?>
    private let name: String
    private let queue: SpanQueue

    /// Begins a span.
    ///
    /// - Parameters:
    ///   - span: as it is so far; `nil` where its trace is not collected.
    ///   - queue: where it goes once it has ended.
    init(
        _ span: FinishedSpan?,
        name: String,
        in context: InstrumentationContext,
        to queue: SpanQueue
    ) {
        self.context = context
        self.name = name
        self.queue = queue
        state = Mutex(span)
    }

    package var isRecording: Bool { state.withLock { $0 != nil } }

    package var operationName: String {
        get { state.withLock { $0?.name } ?? name }
        set { state.withLock { $0?.name = newValue } }
    }

    package var attributes: SpanAttributes {
        get { state.withLock { $0?.attributes } ?? [:] }
        set { state.withLock { $0?.attributes = newValue } }
    }

    /// Says how it went; the last word holds.
    ///
    /// - Parameter status: with words that are for everybody.
    package func setStatus(_ status: SpanStatus) {
        state.withLock { $0?.status = status }
    }

    /// Adds what happened, unless too much has.
    package func addEvent(_ event: SpanEvent) {
        state.withLock { span in
            guard let count = span?.events.count, count < Self.listLimit else { return }
            span?.events.append(event)
        }
    }

    /// Links it to another span, unless it has too many links.
    ///
    /// - Parameter link: to a span of any trace.
    package func addLink(_ link: SpanLink) {
        state.withLock { span in
            guard let count = span?.links.count, count < Self.listLimit else { return }
            span?.links.append(link)
        }
    }

    /// Adds an event that tells the kind of an error; its words may hold what is not for everybody.
    ///
    /// - Parameter instant: when it happened.
    package func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {
        var attributes = attributes
        attributes.set("exception.type", value: .string("\(type(of: error))"))
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    /// Ends it, and hands it on to be sent; a second end does nothing.
    ///
    /// Does not suspend.
    ///
    /// - Parameter instant: when it ended.
    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let ended = state.withLock { span in
            let ended = span
            span = nil
            return ended
        }
        guard var ended else { return }
        // The system's clock may have been set back meanwhile.
        ended.end = max(ended.start, instant().nanosecondsSinceEpoch)
        queue.add(ended)
    }
}
