package import Tracing

/// Makes the spans that go to a collector.
///
/// It is given to those who trace, and is not the process's: what sends the spans must not trace
/// itself.
package struct OTLPTracer: Tracer {
    private let share: TraceShare
    private let queue: SpanQueue

    /// Makes a tracer.
    ///
    /// - Parameter queue: where spans go that have ended.
    package init(_ share: TraceShare, to queue: SpanQueue) {
        self.share = share
        self.queue = queue
    }

    /// Begins a span.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - context: what it is below; the task's unless given.
    ///   - kind: what it is to whom it is done for.
    ///   - instant: when it began; now unless given.
    ///   - function: not looked at.
    ///   - fileID: not looked at.
    ///   - line: not looked at.
    /// - Returns: the span, of which nothing is kept if its trace is not collected.
    package func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> OTLPSpan {
        var context = context()
        let parent = context.trace
        let trace = parent?.trace ?? .random()
        let place = TraceContext(
            trace: trace,
            span: .random(in: 1 ... .max),
            isSampled: share.takes(trace, below: parent),
            state: parent?.state
        )
        context.trace = place
        var span: FinishedSpan?
        if place.isSampled {
            let start = instant().nanosecondsSinceEpoch
            span = FinishedSpan(
                name: operationName,
                kind: kind,
                place: place,
                parent: parent?.span,
                start: start,
                end: start
            )
        }
        return OTLPSpan(span, name: operationName, in: context, to: queue)
    }

    /// Does nothing: what waits is sent soon.
    package func forceFlush() {}

    /// Reads where the trace of a request stands; what cannot be read is as if it were not there.
    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout InstrumentationContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: "traceparent", from: carrier),
            let place = TraceContext(
                parent: parent,
                state: extractor.extract(key: "tracestate", from: carrier)
            )
        else { return }
        context.trace = place
    }

    /// Writes where a trace stands, for a request that is a part of it.
    ///
    /// - Parameter context: of the span that asks.
    package func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let place = context.trace else { return }
        injector.inject(place.parent, forKey: "traceparent", into: &carrier)
        guard let state = place.state else { return }
        injector.inject(state, forKey: "tracestate", into: &carrier)
    }
}
