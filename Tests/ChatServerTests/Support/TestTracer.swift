import AsyncSignals
import InMemoryTracing
import Synchronization
import Tracing

@testable import ChatServer

/// A tracer whose spans a test waits for.
struct TestTracer: Tracer {
    /// The spans that have begun, and those that have ended, in that order.
    private final class Book: Sendable {
        let begun = Mutex(0)
        let ended = Mutex<[FinishedInMemorySpan]>([])
        let signal = ChangeSignal()
    }

    private let book = Book()
    private let numbers = InMemoryTracer.IDGenerator.incrementing

    /// What a server is given.
    var traces: Traces { Traces(self) { SpanCounts(exported: 7, dropped: 5) } }

    /// How many have begun.
    var begun: Int { book.begun.withLock { $0 } }

    /// How many have ended.
    var ended: Int { book.ended.withLock { $0.count } }

    /// Waits until so many have begun.
    func whenBegun(_ count: Int) async {
        while !Task.isCancelled {
            let seen = book.signal.count
            if begun >= count { return }
            await book.signal.wait(past: seen)
        }
    }

    /// Waits until so many have ended.
    ///
    /// - Throws: when its time is up.
    func spans(_ count: Int) async throws -> [FinishedInMemorySpan] {
        while !Task.isCancelled {
            let seen = book.signal.count
            let spans = book.ended.withLock { $0 }
            if spans.count >= count { return spans }
            await book.signal.wait(past: seen)
        }
        throw CancellationError()
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
        book.begun.withLock { $0 += 1 }
        book.signal.send()
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
        ) { [book] span in
            book.ended.withLock { $0.append(span) }
            book.signal.send()
        }
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
