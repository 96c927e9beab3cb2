/// Which traces are collected: those that their parents collect, and a share of those that begin
/// here.
///
/// Source: OpenTelemetry, "Tracing SDK", ParentBased and TraceIdRatioBased.
package struct TraceShare: Hashable, Sendable {
    /// Numbers below it are collected, of 2^56.
    private let bound: UInt64

    private static let numbers = UInt64(1) << 56

    /// Makes a share.
    ///
    /// - Parameter part: of all traces that begin here, 0 to 1; another number is taken as the
    ///   nearest of these.
    package init(_ part: Double) {
        let part = part.isNaN ? 0 : min(max(part, 0), 1)
        bound = UInt64(part * Double(Self.numbers))
    }

    /// Decides about a span.
    ///
    /// The same trace is decided alike by all who take the same share of it.
    ///
    /// - Parameter parent: what it is a part of; `nil` where the trace begins.
    func takes(_ trace: TraceID, below parent: TraceContext?) -> Bool {
        parent?.isSampled ?? (trace.low % Self.numbers < bound)
    }
}
