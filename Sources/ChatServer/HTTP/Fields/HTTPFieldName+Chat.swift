import HTTPTypes

extension HTTPField.Name {
    /// Where an `EventSource` goes on.
    ///
    /// Source: WHATWG HTML, "Server-sent events".
    static let lastEventID = known("Last-Event-ID")
    /// Source: draft-ietf-httpapi-idempotency-key-header.
    static let idempotencyKey = known("Idempotency-Key")
    /// What a request is called.
    static let requestID = known("X-Request-Id")
    /// The trace that it belongs to.
    ///
    /// Source: W3C Trace Context, section 3.2.
    static let traceParent = known("traceparent")
    /// How many events the search index is behind the log, where the body's rows cannot say it.
    static let searchBehind = known("Burble-Search-Behind")
    /// The marks of proxies on the way.
    ///
    /// Source: RFC 9110, section 7.6.3, RFC 7239, and what is usual beside them.
    static let proxyMarks = [
        known("Via"), forwarded, forwardedFor, forwardedProtocol, known("X-Real-IP"),
    ]

    static func known(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("\(text) is not a field name") }
        return name
    }
}
