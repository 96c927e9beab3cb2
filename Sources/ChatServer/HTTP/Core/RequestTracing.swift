import HTTPTypes
import Hummingbird
import NIOHTTP1
import Synchronization
import Tracing

/// The span of a request, whichever way answers it.
///
/// It has the method, the route as the API writes it, and the status. What stands in a path, a
/// query or a field is not in it: those who look at traces may not be those who may read a room.
///
/// Source: OpenTelemetry, "Semantic conventions for HTTP spans".
struct RequestTracing: Sendable {
    private let tracer: any Tracer
    /// `http` or `https`, as it is spoken at the address.
    private let scheme: String

    /// Begins to trace what comes in at an address.
    ///
    /// - Parameter isSecure: whether the server itself encrypts the connections there.
    init(_ traces: Traces, isSecure: Bool) {
        tracer = traces.tracer
        scheme = isSecure ? "https" : "http"
    }

    // MARK: - On the event loop

    /// Begins the span of a request that is answered on the event loop.
    ///
    /// Does not suspend.
    ///
    /// - Parameter head: of the request; `nil` for bytes that are none.
    func begin(_ head: HTTPRequestHead?, called id: String?) -> any Tracing.Span {
        var context = InstrumentationContext.topLevel
        if let head { tracer.extract(head.headers, into: &context, using: HeaderReader()) }
        let isVersion0 = head.map { $0.version != .http1_1 } ?? false
        return begin(head?.method.rawValue, isVersion0 ? "1.0" : "1.1", id, in: context)
    }

    private func begin(
        _ method: String?,
        _ version: String,
        _ id: String?,
        in context: InstrumentationContext
    ) -> any Tracing.Span {
        let known = method.flatMap { RequestRules.methods.contains($0) ? $0 : nil }
        let span = tracer.startSpan(known ?? "HTTP", context: context, ofKind: .server)
        guard span.isRecording else { return span }
        span.updateAttributes { attributes in
            attributes.set("http.request.method", value: .string(known ?? "_OTHER"))
            attributes.set("network.protocol.version", value: .string(version))
            attributes.set("url.scheme", value: .string(scheme))
            attributes.set("burble.request_id", value: id.map(SpanAttribute.string))
        }
        return span
    }

    // MARK: - By the framework

    /// Answers a request within its span.
    ///
    /// Suspends until the head of the answer is there. The span ends with the body; that of a
    /// stream without an end was ended by whoever opened it.
    ///
    /// - Throws: what `answer` throws.
    func trace(
        _ request: Request,
        _ context: ChatContext,
        called id: String,
        _ answer: (Request, ChatContext) async throws -> Response
    ) async throws -> Response {
        var place = InstrumentationContext.topLevel
        tracer.extract(request.headers, into: &place, using: FieldReader())
        let version = context.isMultiplexed ? "2" : "1.1"
        let span = begin(request.method.rawValue, version, id, in: place)
        var context = context
        context.span = span
        do {
            var response = try await InstrumentationContext.$current.withValue(span.context) {
                [context] in try await answer(request, context)
            }
            guard span.isRecording else { return response }
            // The framework has a word, and no path, for what has no route.
            if let route = context.endpointPath, route.hasPrefix("/") { span.name(route: route) }
            span.note(Int(response.status.code))
            response.body = Self.ending(span, with: response.body)
            return response
        } catch {
            span.note(500)
            span.end()
            throw error
        }
    }

    /// Has a span end with a body.
    static func ending(_ span: any Tracing.Span, with body: ResponseBody) -> ResponseBody {
        let end = SpanEnd(span)
        return ResponseBody(contentLength: body.contentLength) { writer in
            defer { end.end() }
            do {
                try await InstrumentationContext.$current.withValue(span.context) {
                    try await body.write(writer)
                }
            } catch {
                // It is cut off: what the head said is not the end of it.
                span.setStatus(SpanStatus(code: .error))
                throw error
            }
        }
    }
}

/// Ends a span with the body of its answer, also with one that nobody writes: its client has gone
/// before the head.
private final class SpanEnd: Sendable {
    private let span: any Tracing.Span
    private let isDue = Atomic(true)

    init(_ span: any Tracing.Span) {
        self.span = span
    }

    deinit {
        guard isDue.load(ordering: .relaxed) else { return }
        span.setStatus(SpanStatus(code: .error))
        span.end()
    }

    func end() {
        guard isDue.exchange(false, ordering: .relaxed) else { return }
        span.end()
    }
}

extension Tracing.Span {
    /// Names a request by its route.
    ///
    /// - Parameter route: as the API writes it.
    func name(route: String) {
        guard isRecording else { return }
        operationName += " " + route
        updateAttributes { $0.set("http.route", value: .string(route)) }
    }

    /// Notes what a request is answered with.
    ///
    /// - Parameter status: of the answer; one of 500 and above is the server's fault.
    func note(_ status: Int) {
        guard isRecording else { return }
        updateAttributes { attributes in
            attributes.set("http.response.status_code", value: .int64(Int64(status)))
            guard status >= 500 else { return }
            attributes.set("error.type", value: .string("\(status)"))
        }
        if status >= 500 { setStatus(SpanStatus(code: .error)) }
    }
}

private struct HeaderReader: Extractor {
    /// Several fields of a name are one list, of which a `traceparent` is none.
    func extract(key: String, from headers: HTTPHeaders) -> String? {
        let values = headers[key]
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

private struct FieldReader: Extractor {
    func extract(key: String, from fields: HTTPFields) -> String? {
        HTTPField.Name(key).flatMap { fields[$0] }
    }
}
