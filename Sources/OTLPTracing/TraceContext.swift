import Tracing

/// Where a span stands: its trace, its own number, and what W3C Trace Context passes on with them.
///
/// Source: https://www.w3.org/TR/trace-context/, sections 3.2 and 3.3.
struct TraceContext: Hashable, Sendable {
    /// The bytes of a `tracestate` at the most; a longer one is not passed on.
    private static let stateBytes = 512

    let trace: TraceID
    let span: UInt64
    /// Whether whoever began the trace, or took it up last, collects its spans.
    let isSampled: Bool
    /// The `tracestate`, as it came; `nil` for none.
    let state: String?

    /// Puts a context together.
    init(trace: TraceID, span: UInt64, isSampled: Bool, state: String? = nil) {
        self.trace = trace
        self.span = span
        self.isSampled = isSampled
        self.state = state
    }

    /// Reads what came with a request; `nil` unless it is well formed.
    ///
    /// - Parameters:
    ///   - parent: the `traceparent`.
    ///   - state: the `tracestate`.
    init?(parent: String, state: String?) {
        let parts = parent.split(separator: "-", omittingEmptySubsequences: false)
        // A later version may say more behind the flags; this one says no more.
        guard parts.count >= 4, let version = Hexadecimal.number(parts[0], digits: 2),
            version != 0xff, version != 0 || parts.count == 4,
            let trace = TraceID(parts[1]), let span = Hexadecimal.number(parts[2], digits: 16),
            span != 0, let flags = Hexadecimal.number(parts[3], digits: 2)
        else { return nil }
        self.init(
            trace: trace,
            span: span,
            isSampled: flags & 1 == 1,
            state: state.flatMap(Self.passedOn)
        )
    }

    /// The `traceparent` of a request that is sent from here.
    var parent: String {
        "00-\(trace)-\(Hexadecimal.text(span))-\(isSampled ? "01" : "00")"
    }

    private static func passedOn(_ state: String) -> String? {
        let bytes = state.utf8
        guard !bytes.isEmpty, bytes.count <= stateBytes,
            bytes.allSatisfy({ (0x20...0x7e).contains($0) })
        else { return nil }
        return state
    }
}

/// The number of a trace.
struct TraceID: Hashable, Sendable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// Makes up a number that no other trace has.
    static func random() -> TraceID {
        TraceID(high: .random(in: .min ... .max), low: .random(in: 1 ... .max))
    }

    /// Puts a number together.
    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 32 digits; `nil` for other texts, and for the number that is none.
    init?(_ text: Substring) {
        guard text.utf8.count == 32, let high = Hexadecimal.number(text.prefix(16), digits: 16),
            let low = Hexadecimal.number(text.dropFirst(16), digits: 16), high | low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    var description: String { Hexadecimal.text(high) + Hexadecimal.text(low) }
}

/// Numbers as traces write them: in lower case, and with all their digits.
enum Hexadecimal {
    /// Reads a number of so many digits, 16 at the most; `nil` for another text.
    static func number(_ text: Substring, digits: Int) -> UInt64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy(isDigit) else { return nil }
        return UInt64(text, radix: 16)
    }

    /// The 16 digits of a number.
    static func text(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}

extension InstrumentationContext {
    private enum Key: InstrumentationContextKey {
        typealias Value = TraceContext
    }

    /// The span that what is done now belongs to.
    var trace: TraceContext? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}
