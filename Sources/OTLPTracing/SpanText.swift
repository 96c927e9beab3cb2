import Serialization
import Tracing

/// Spans as the OpenTelemetry Protocol writes them in JSON.
///
/// Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding, and the messages of
/// opentelemetry/proto/trace/v1/trace.proto.
struct SpanText {
    private(set) var bytes: [UInt8] = []

    /// Writes a request of some spans.
    init(_ spans: [FinishedSpan], of resource: TraceResource) {
        bytes.reserveCapacity(512 * (spans.count + 1))
        write(#"{"resourceSpans":[{"resource":{"attributes":["#)
        list(resource.attributes.sorted { $0.key < $1.key }) { $0.pair($1.key, .string($1.value)) }
        write(#"]},"scopeSpans":[{"scope":{"name":"burble","version":"#)
        string(resource.version)
        write(#"},"spans":["#)
        list(spans) { $0.span($1) }
        write("]}]}]}")
    }

    private mutating func span(_ span: FinishedSpan) {
        place(span.place)
        if let parent = span.parent {
            write(#","parentSpanId":""#)
            write(Hexadecimal.text(parent))
            write(#"""#)
        }
        write(#","name":"#)
        string(span.name)
        write(#","kind":"#)
        write(Self.number(of: span.kind))
        write(#","startTimeUnixNano":"\#(span.start)","endTimeUnixNano":"\#(span.end)""#)
        attributes(span.attributes)
        events(span.events)
        links(span.links)
        if let status = span.status { self.status(status) }
        write("}")
    }

    /// Begins an object with what says where a span stands.
    private mutating func place(_ place: TraceContext) {
        write(#"{"traceId":"\#(place.trace)","spanId":"\#(Hexadecimal.text(place.span))""#)
        guard let state = place.state else { return }
        write(#","traceState":"#)
        string(state)
    }

    private mutating func events(_ events: [SpanEvent]) {
        guard !events.isEmpty else { return }
        write(#","events":["#)
        list(events) { text, event in
            text.write(#"{"timeUnixNano":"\#(event.nanosecondsSinceEpoch)","name":"#)
            text.string(event.name)
            text.attributes(event.attributes)
            text.write("}")
        }
        write("]")
    }

    private mutating func links(_ links: [SpanLink]) {
        let places = links.compactMap(\.context.trace)
        guard !places.isEmpty else { return }
        write(#","links":["#)
        list(places) { text, place in
            text.place(place)
            text.write("}")
        }
        write("]")
    }

    private mutating func status(_ status: SpanStatus) {
        write(#","status":{"code":"#)
        write(status.code == .ok ? "1" : "2")
        if let message = status.message {
            write(#","message":"#)
            string(message)
        }
        write("}")
    }

    private static func number(of kind: SpanKind) -> String {
        switch kind {
        case .internal: "1"
        case .server: "2"
        case .client: "3"
        case .producer: "4"
        case .consumer: "5"
        }
    }

    // MARK: - Values

    private mutating func attributes(_ attributes: SpanAttributes) {
        guard !attributes.isEmpty else { return }
        var pairs: [(String, SpanAttribute)] = []
        attributes.forEach { pairs.append(($0, $1)) }
        write(#","attributes":["#)
        list(pairs.sorted { $0.0 < $1.0 }) { $0.pair($1.0, $1.1) }
        write("]")
    }

    private mutating func pair(_ key: String, _ value: SpanAttribute) {
        write(#"{"key":"#)
        string(key)
        write(#","value":"#)
        self.value(value)
        write("}")
    }

    private mutating func value(_ value: SpanAttribute) {
        switch value {
        case .int32(let number): write(#"{"intValue":"\#(number)"}"#)
        case .int64(let number): write(#"{"intValue":"\#(number)"}"#)
        case .double(let number): write(#"{"doubleValue":\#(Self.text(of: number))}"#)
        case .bool(let flag): write(#"{"boolValue":\#(flag)}"#)
        case .string(let text): stringValue(text)
        case .int32Array(let numbers): array(numbers.map { .int64(Int64($0)) })
        case .int64Array(let numbers): array(numbers.map(SpanAttribute.int64))
        case .doubleArray(let numbers): array(numbers.map(SpanAttribute.double))
        case .boolArray(let flags): array(flags.map(SpanAttribute.bool))
        case .stringArray(let texts): array(texts.map(SpanAttribute.string))
        case .stringConvertible(let value): stringValue("\(value)")
        case .stringConvertibleArray(let values): array(values.map { .string("\($0)") })
        default: stringValue("")
        }
    }

    private mutating func stringValue(_ text: String) {
        write(#"{"stringValue":"#)
        string(text)
        write("}")
    }

    private mutating func array(_ values: [SpanAttribute]) {
        write(#"{"arrayValue":{"values":["#)
        list(values) { $0.value($1) }
        write("]}}")
    }

    /// Source: https://protobuf.dev/programming-guides/json/ (what is no number is a string).
    private static func text(of number: Double) -> String {
        switch number {
        case .infinity: #""Infinity""#
        case -.infinity: #""-Infinity""#
        default: number.isNaN ? #""NaN""# : "\(number)"
        }
    }

    private mutating func list<Element>(
        _ elements: [Element],
        _ write: (inout SpanText, Element) -> Void
    ) {
        for (index, element) in elements.enumerated() {
            if index > 0 { self.write(",") }
            write(&self, element)
        }
    }

    private mutating func string(_ text: String) {
        JSONText.append(text, escaping: .required, to: &bytes)
    }

    private mutating func write(_ text: String) {
        bytes.append(text: text)
    }
}
