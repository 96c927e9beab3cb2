/// Where spans are sent.
package protocol SpanSink: Sendable {
    /// Sends spans, in as many requests as it takes to know what became of them: one.
    ///
    /// Suspends until there is an answer, or none comes any more.
    ///
    /// - Parameter body: a request of the OpenTelemetry Protocol, in JSON.
    func send(_ body: [UInt8]) async -> SpanOutcome

    /// Closes its connections.
    ///
    /// Suspends until they are closed; nothing is sent afterwards.
    func close() async
}

/// What became of spans that were sent.
package enum SpanOutcome: Hashable, Sendable {
    /// They were taken, but for some.
    case taken(rejected: Int)
    /// They will not be taken, for a reason that is told to the operator.
    case refused(String)
    /// They may be taken later, where the collector says when: in so many seconds.
    case later(String, seconds: Int? = nil)
}
