import Testing
import Tracing

@testable import OTLPTracing

/// What a request says of its trace, and what is said on.
@Suite struct TraceContextTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"
    private static let good = "00-\(trace)-\(span)-01"

    private struct Fields: Extractor, Injector {
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }

        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
            carrier[key] = value
        }
    }

    @Test("A parent is read by the letter of W3C Trace Context")
    func read() throws {
        let place = try #require(TraceContext(parent: Self.good, state: "a=1,b=2"))
        #expect(place.trace.description == Self.trace)
        #expect(place.span == 0xb7ad_6b71_6920_3331)
        #expect(place.isSampled && place.state == "a=1,b=2")
        #expect(place.parent == Self.good)
        let unsampled = try #require(
            TraceContext(parent: "00-\(Self.trace)-\(Self.span)-02", state: nil)
        )
        #expect(!unsampled.isSampled)
        // A later version says more behind what is known.
        let later = TraceContext(parent: "cc-\(Self.trace)-\(Self.span)-01-more", state: nil)
        #expect(later?.span == place.span)
    }

    @Test(
        "What is no parent begins a trace anew",
        arguments: [
            "", "-", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-01-more",
            "ff-\(trace)-\(span)-01", "00-\(trace.uppercased())-\(span)-01",
            "00-\(String(repeating: "0", count: 32))-\(span)-01",
            "00-\(trace)-\(String(repeating: "0", count: 16))-01",
            "00-\(trace)-+7ad6b7169203331-01",
            "00-\(trace)x-\(span)-01", "\(good), \(good)", "00-\(trace)-\(span)-1",
            " \(good)", "0-\(trace)-\(span)-01",
        ]
    )
    func none(parent: String) {
        #expect(TraceContext(parent: parent, state: nil) == nil)
        let tracer = OTLPTracer(TraceShare(1), to: SpanQueue())
        var context = InstrumentationContext.topLevel
        tracer.extract(["traceparent": parent], into: &context, using: Fields())
        let span = tracer.startSpan("a", context: context, ofKind: .server)
        #expect(span.context.trace?.trace.description != Self.trace)
    }

    @Test("A state that is too long, or no text, is not passed on")
    func state() {
        for state in ["", String(repeating: "a", count: 513), "a=\u{7f}", "a=ä"] {
            #expect(TraceContext(parent: Self.good, state: state)?.state == nil)
        }
    }

    @Test("A child stands below its parent, and what is sent on names the child")
    func chain() throws {
        let queue = SpanQueue()
        let tracer = OTLPTracer(TraceShare(0), to: queue)
        var context = InstrumentationContext.topLevel
        let carrier = ["traceparent": Self.good, "tracestate": "a=1"]
        tracer.extract(carrier, into: &context, using: Fields())
        let request = tracer.startSpan("request", context: context, ofKind: .server)
        let step = tracer.startSpan("step", context: request.context)
        var sent: [String: String] = [:]
        tracer.inject(step.context, into: &sent, using: Fields())
        step.end()
        request.end()
        request.end()
        let spans = queue.take()
        try #require(spans.map(\.name) == ["step", "request"])
        #expect(spans.allSatisfy { $0.place.trace.description == Self.trace })
        #expect(spans[1].parent == 0xb7ad_6b71_6920_3331)
        #expect(spans[0].parent == spans[1].place.span)
        let own = Hexadecimal.text(spans[0].place.span)
        #expect(sent == ["traceparent": "00-\(Self.trace)-\(own)-01", "tracestate": "a=1"])
    }

    @Test("Who does not collect a trace is not made to by a child, and nothing is kept of it")
    func unsampled() {
        let queue = SpanQueue()
        let tracer = OTLPTracer(TraceShare(1), to: queue)
        var context = InstrumentationContext.topLevel
        let carrier = ["traceparent": "00-\(Self.trace)-\(Self.span)-00"]
        tracer.extract(carrier, into: &context, using: Fields())
        let span = tracer.startSpan("request", context: context)
        span.attributes = ["a": 1]
        span.addEvent("happened")
        #expect(!span.isRecording && span.attributes.isEmpty && span.operationName == "request")
        span.end()
        #expect(queue.count == 0)
        var sent: [String: String] = [:]
        tracer.inject(span.context, into: &sent, using: Fields())
        #expect(sent["traceparent"]?.hasSuffix("-00") == true)
    }

    @Test("A share of the traces that begin here is collected, the larger one with the smaller")
    func share() {
        let traces = (0..<4000).map { _ in TraceID.random() }
        func taken(_ part: Double) -> Set<TraceID> {
            Set(traces.filter { TraceShare(part).takes($0, below: nil) })
        }
        #expect(taken(0).isEmpty && taken(-1).isEmpty && taken(.nan).isEmpty)
        #expect(taken(1).count == traces.count && taken(7).count == traces.count)
        let (tenth, half) = (taken(0.1), taken(0.5))
        #expect(tenth.isSubset(of: half))
        // So far off that it never happens.
        #expect((200...600).contains(tenth.count) && (1600...2400).contains(half.count))
    }
}
