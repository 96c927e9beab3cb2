package import Tracing

/// Where traces go, in a server that makes them.
package struct Traces: Sendable {
    /// Begins spans.
    let tracer: any Tracer
    /// What became of those that have ended; does not suspend.
    let counts: @Sendable () -> SpanCounts

    /// Puts it together.
    ///
    /// - Parameter counts: tells what became of those that have ended; does not suspend.
    package init(_ tracer: any Tracer, counts: @escaping @Sendable () -> SpanCounts) {
        self.tracer = tracer
        self.counts = counts
    }

    /// What a request does on its way.
    enum Step: String {
        /// From the judged draft until it is durable.
        case commit
        /// One look into the log for messages or events.
        case read
        /// One look into the search index.
        case search
    }

    /// Begins a step of a request.
    ///
    /// Does not suspend.
    ///
    /// - Returns: the step's span; `nil` if the request's is not collected.
    func begin(_ step: Step, below span: (any Tracing.Span)?) -> (any Tracing.Span)? {
        guard let span, span.isRecording else { return nil }
        return tracer.startSpan(step.rawValue, context: span.context, ofKind: .internal)
    }
}

/// What became of the spans that have ended.
package struct SpanCounts: Hashable, Sendable {
    /// Those that the collector has taken, and those that it never will.
    let exported: Int
    let dropped: Int

    /// Counts them.
    ///
    /// - Parameters:
    ///   - exported: those that the collector has taken.
    ///   - dropped: those that it never will.
    package init(exported: Int, dropped: Int) {
        self.exported = exported
        self.dropped = dropped
    }
}

extension Traces? {
    /// Does a step of the request that the task belongs to.
    ///
    /// Suspends for as long as the work does.
    ///
    /// - Throws: what the work threw; the step's span says that it failed.
    func step<Value, Failure: Error>(
        _ step: Traces.Step,
        _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        guard let self, let request = InstrumentationContext.current else {
            return try await work()
        }
        let span = self.tracer.startSpan(step.rawValue, context: request, ofKind: .internal)
        defer { span.end() }
        do throws(Failure) {
            return try await work()
        } catch {
            span.setStatus(SpanStatus(code: .error))
            throw error
        }
    }
}
