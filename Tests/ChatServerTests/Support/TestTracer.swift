import InMemoryTracing
import TestTools
import Tracing

@testable import ChatServer

/// A tracer whose spans a test waits for.
struct TestTracer: Tracer {
    /// The names of the spans that have begun.
    private let begins = Recorder<String>()
    private let ends = Recorder<FinishedInMemorySpan>()
    private let numbers = InMemoryTracer.IDGenerator.incrementing

    /// What a server is given.
    var traces: Traces { Traces(self) { SpanCounts(exported: 7, dropped: 5) } }

    /// How many have begun.
    var begun: Int { begins.all.count }

    /// How many have ended.
    var ended: Int { ends.all.count }

    /// Waits until so many have begun.
    func whenBegun(_ count: Int) async {
        await begins.until { $0.count >= count }
    }

    /// Waits until so many have ended.
    ///
    /// - Throws: when its time is up.
    func spans(_ count: Int) async throws -> [FinishedInMemorySpan] {
        let spans = await ends.until { $0.count >= count }
        guard spans.count >= count else { throw CancellationError() }
        return spans
    }

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> InMemorySpan {
        begins.record(operationName)
        let context = context()
        let parent = context.inMemorySpanContext
        return InMemorySpan(
            operationName: operationName,
            context: context,
            spanContext: InMemorySpanContext(
                traceID: parent?.traceID ?? numbers.nextTraceID(),
                spanID: numbers.nextSpanID(),
                parentSpanID: parent?.spanID
            ),
            kind: kind,
            startInstant: instant()
        ) { [ends] span in ends.record(span) }
    }

    func forceFlush() {}

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout InstrumentationContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: "traceparent", from: carrier) else { return }
        context.inMemorySpanContext = InMemorySpanContext(
            traceID: parent,
            spanID: "remote",
            parentSpanID: nil
        )
    }

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {}
}
