import Foundation
import Testing
import Tracing

@testable import OTLPTracing

/// Spans as a collector reads them.
@Suite struct SpanTextTests {
    private static let place = TraceContext(
        trace: TraceID(high: 0x0af7, low: 1),
        span: 0xb7,
        isSampled: true,
        state: #"a="1""#
    )

    private func text(_ change: (inout FinishedSpan) -> Void = { _ in }) -> String {
        var span = FinishedSpan(
            name: "GET /rooms",
            kind: .server,
            place: Self.place,
            parent: 5,
            start: 1_700_000_000_000_000_001,
            end: .max
        )
        change(&span)
        let resource = TraceResource(["service.name": "b\"", "a": "1"], version: "2")
        return String(decoding: SpanText([span], of: resource).bytes, as: UTF8.self)
    }

    @Test("A span is written as the protocol's JSON")
    func whole() {
        #expect(
            text() == #"""
                {"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":\#
                {"stringValue":"1"}},{"key":"service.name","value":{"stringValue":"b\""}}]},\#
                "scopeSpans":[{"scope":{"name":"burble","version":"2"},"spans":[{"traceId":\#
                "0000000000000af70000000000000001","spanId":"00000000000000b7","traceState":\#
                "a=\"1\"","parentSpanId":"0000000000000005","name":"GET /rooms","kind":2,\#
                "startTimeUnixNano":"1700000000000000001","endTimeUnixNano":\#
                "18446744073709551615"}]}]}]}
                """#
        )
    }

    @Test("Each kind of value has its form")
    func values() throws {
        let text = text { span in
            span.attributes = [
                "a": .int32(-1), "b": .int64(.min), "c": .double(0.5), "d": .bool(true),
                "e": .string("line\nend\u{0}"), "f": .stringArray(["x", ""]), "g": .int64Array([1]),
                "h": .doubleArray([.nan, .infinity, -.infinity]), "i": .boolArray([]),
                "j": .stringConvertible(7), "k": .int32Array([2]),
                "l": .stringConvertibleArray([8]),
            ]
        }
        for part in [
            #"{"key":"a","value":{"intValue":"-1"}}"#,
            #"{"key":"b","value":{"intValue":"-9223372036854775808"}}"#,
            #"{"key":"c","value":{"doubleValue":0.5}}"#, #"{"key":"d","value":{"boolValue":true}}"#,
            #"{"key":"e","value":{"stringValue":"line\nend\u0000"}}"#,
            #"{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":""}]}}"#,
            #"{"arrayValue":{"values":[{"intValue":"1"}]}}"#,
            #"[{"doubleValue":"NaN"},{"doubleValue":"Infinity"},{"doubleValue":"-Infinity"}]"#,
            #"{"key":"i","value":{"arrayValue":{"values":[]}}}"#,
            #"{"key":"j","value":{"stringValue":"7"}}"#,
            #"{"arrayValue":{"values":[{"intValue":"2"}]}}"#,
            #"{"arrayValue":{"values":[{"stringValue":"8"}]}}"#,
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    @Test("What happened in a span, what it is linked to and how it went are told")
    func rest() throws {
        let queue = SpanQueue()
        let tracer = OTLPTracer(TraceShare(1), to: queue)
        let other = tracer.startSpan("other")
        let span = tracer.startSpan("one", context: .topLevel, ofKind: .client)
        struct Secret: Error { let word = "hidden" }
        span.recordError(Secret())
        span.addLink(SpanLink(context: other.context, attributes: [:]))
        span.setStatus(SpanStatus(code: .error, message: "late"))
        for _ in 0..<100 { span.addEvent("again") }
        span.operationName = "two"
        span.end()
        let spans = queue.take()
        #expect(spans.count == 1 && spans[0].events.count == 32)
        let text = String(
            decoding: SpanText(spans, of: TraceResource([:], version: "")).bytes,
            as: UTF8.self
        )
        #expect(text.contains(#""name":"two","kind":3"#))
        #expect(text.contains(#""name":"exception","attributes":[{"key":"exception.type""#))
        #expect(!text.contains("hidden"))
        #expect(text.contains(#""links":[{"traceId":""#))
        #expect(text.hasSuffix(#""status":{"code":2,"message":"late"}}]}]}]}"#))
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    @Test("A clock that is set back does not make a span end before it began")
    func clock() {
        let queue = SpanQueue()
        let span = OTLPTracer(TraceShare(1), to: queue).startSpan("one")
        span.end(at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1))
        #expect(queue.take().allSatisfy { $0.end == $0.start })
    }
}
