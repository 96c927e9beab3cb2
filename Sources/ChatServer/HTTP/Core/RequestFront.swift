import ChatProtocol
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import StreamingHTTP
import Tracing

/// The rules of every request, before both ways through the server: a connection of HTTP/1 asks as
/// a gate, and a request of HTTP/2 passes it as the first middleware.
struct RequestFront: Sendable {
    let rules: RequestRules
    let size: HeadSize
    /// Those of HTTP/2, counted.
    let shared: SharedRequests
    /// The answers that are made as a whole.
    let held: HeldAnswers
    /// Who tells where a client is.
    let proxies: TrustedProxies
    let ids: RequestIDs
    let counts: AnswerCounts
    /// `nil` where there are no traces.
    var tracing: RequestTracing?

    /// What every answer says: it depends on who asks, and with a list of origins on which page.
    private var vary: String { rules.origins.isEmpty ? "Authorization" : "Authorization, Origin" }

    /// What the answer says to a browser.
    ///
    /// Source: WHATWG Fetch, section 3.3, and RFC 9110, section 12.5.5.
    fileprivate func fields(for origin: String?) -> HTTPFields {
        var fields: HTTPFields = [:]
        fields.append(HTTPField(name: .vary, value: vary))
        guard let origin, rules.lets(origin) else { return fields }
        fields[.accessControlAllowOrigin] = origin
        fields[.accessControlExposeHeaders] = Self.exposed
        return fields
    }

    /// All that a page of this server's kind needs, beside what every page may read.
    private static let exposed = """
        Accept-Ranges, Allow, Burble-Search-Behind, Content-Disposition, Content-Location, \
        Content-Range, Date, ETag, Location, RateLimit, RateLimit-Policy, Retry-After, \
        Upload-Complete, Upload-Length, Upload-Limit, Upload-Offset, WWW-Authenticate, X-Request-Id
        """
}

// MARK: - HTTP/1

extension RequestFront: RequestGate {
    func refusal(of head: HTTPRequestHead) -> DirectResponse? {
        let fields = RequestFields(head.headers.lazy.map { ($0.name, $0.value) })
        do throws(Problem) {
            try size.check(fields: head.headers.count)
            try rules.check(
                RequestRules.Asked(
                    method: head.method.rawValue,
                    target: head.uri,
                    mayLackHost: head.version != .http1_1,
                    fields: fields
                )
            )
            return nil
        } catch {
            var response = DirectResponse(error)
            response.fields += self.fields(for: fields.origin)
                // Every answer has that one.
                .filter { $0.name != .vary }
                .map { ($0.name.rawName, $0.value) }
            response.omitsBody = head.method == .HEAD
            response.ends = error.code == ProblemCode.badHead.rawValue
            return response
        }
    }

    func passes(_ head: HTTPRequestHead, like passed: HTTPRequestHead) -> Bool {
        guard head.uri == passed.uri, head.method == passed.method,
            head.version == passed.version, head.headers.count == passed.headers.count
        else { return false }
        return zip(head.headers, passed.headers).allSatisfy { field, known in
            field.name == known.name
                && (field.value == known.value
                    || Self.areAlike(field.value, known.value, of: field.name))
        }
    }

    /// Whether two values of a field are the same to the rules of every request.
    private static func areAlike(_ value: String, _ known: String, of name: String) -> Bool {
        switch name.lowercased() {
        // What stands behind it is taken off a head that is looked at, and not off one that is like
        // it.
        case "idempotency-key":
            value.utf8.last != UInt8(ascii: " ") && value.utf8.last != UInt8(ascii: "\t")
        // None at all is another thing to the rules of bodies.
        case "content-length": value != "0" && known != "0" && WireNumber(value) != nil
        default: false
        }
    }

    func requestID(of head: HTTPRequestHead?) -> String? {
        ids.id(
            asked: head?.headers.first(name: HTTPField.Name.requestID.rawName),
            trace: head?.headers.first(name: HTTPField.Name.traceParent.rawName)
        )
    }

    func unreadable(isTooLong: Bool) -> DirectResponse {
        var response = DirectResponse(
            isTooLong ? size.exceeded : .badHead("this is not a request that can be read")
        )
        // Which page it came from cannot be told, unless one alone is let in, or all are.
        if let origin = rules.origins.only {
            response.fields += [
                ("Access-Control-Allow-Origin", origin),
                ("Access-Control-Expose-Headers", Self.exposed),
            ]
        }
        return response
    }

    // What a page asks is the router's.
    func brokenBody(_ error: any Error) -> DirectResponse { DirectResponse(.brokenBody(error)) }

    var fields: [(name: String, value: String)] {
        [("Vary", vary), ("Server", "burble")]
    }

    func span(of head: HTTPRequestHead?, called id: String?) -> (any Tracing.Span)? {
        tracing?.begin(head, called: id)
    }

    func answered(with status: Int, in span: (any Tracing.Span)?) {
        counts.add(status)
        guard let span else { return }
        span.note(status)
        span.end()
    }
}

// MARK: - The framework's

extension RequestFront: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ChatContext,
        next: @concurrent (Request, ChatContext) async throws -> Response
    ) async throws -> Response {
        let id = ids.id(asked: request.headers[.requestID], trace: request.headers[.traceParent])
        var context = context
        context.logger = RequestLog.of(context.logger, called: id)
        guard let tracing else { return try await answer(request, context, called: id, next) }
        return try await tracing.trace(request, context, called: id) { request, context in
            try await answer(request, context, called: id, next)
        }
    }

    private func answer(
        _ request: Request,
        _ context: ChatContext,
        called id: String,
        _ next: @concurrent (Request, ChatContext) async throws -> Response
    ) async throws -> Response {
        let charges = ChargeNote()
        let invitation = BodyInvitation(request, on: context.channel)
        var response = try await ChargeNote.$current.withValue(charges) {
            try await BodyInvitation.$current.withValue(invitation) {
                try await RequestLog.$current.withValue(context.logger) {
                    try await answer(request, context, next)
                }
            }
        }
        response.body = Self.logged(response.body, in: context.logger)
        if request.method != .head {
            response = held.keep(
                response,
                for: proxies.address(of: context.channel.remoteAddress, request.headers),
                mayRefuse: request.method == .get
            )
        }
        response.headers[.requestID] = id
        let origin = request.headers[.origin]
        response.headers.append(contentsOf: fields(for: origin))
        // One that tells which limit it was refused by says more.
        for (name, value) in charges.fields where response.headers[name] == nil {
            response.headers[name] = value
        }
        counts.add(response.status.code)
        return request.method == .head ? response.withoutBody : response
    }

    /// Has what a body is made of while it is sent log as its request does.
    private static func logged(_ body: ResponseBody, in logger: Logger) -> ResponseBody {
        // One whose length is known is there, or in a file.
        guard body.contentLength == nil else { return body }
        return ResponseBody { writer in
            try await RequestLog.$current.withValue(logger) { try await body.write(writer) }
        }
    }

    private func answer(
        _ request: Request,
        _ context: ChatContext,
        _ next: @concurrent (Request, ChatContext) async throws -> Response
    ) async throws -> Response {
        if context.isMultiplexed {
            do throws(Problem) {
                guard shared.begin(context.channel) else { throw .tooBusy }
                try size.check(request)
                try rules.check(Self.asked(request))
            } catch {
                return Response(error)
            }
        }
        guard request.method == .options else { return try await next(request, context) }
        if rules.lets(request.headers[.origin]), request.headers[.accessControlRequestMethod] != nil
        {
            return Self.preflight(request)
        }
        guard request.head.path == "*" else { return try await next(request, context) }
        return Response(status: .noContent, headers: [.allow: Self.methods + ", OPTIONS"])
    }

    /// What the rules look at in a request of HTTP/2.
    ///
    /// - Returns: its fields, the authority among them as `host`.
    static func asked(_ request: Request) -> RequestRules.Asked {
        var fields = request.headers.map { (name: $0.name.rawName, value: $0.value) }
        if let authority = request.head.authority {
            // The same once more is allowed. Source: RFC 9113, section 8.3.1.
            let same = fields.firstIndex { field in
                field.name.lowercased() == "host"
                    && field.value.lowercased() == authority.lowercased()
            }
            if let same { fields.remove(at: same) }
            fields.append((name: "host", value: authority))
        }
        return RequestRules.Asked(
            method: request.method.rawValue,
            target: request.head.path ?? "",
            scheme: request.head.scheme,
            mayLackHost: false,
            fields: RequestFields(fields)
        )
    }

    private static let methods = "GET, HEAD, POST, PUT, PATCH, DELETE"

    /// What a page needs that does not say which fields it sends.
    private static let usual = """
        Accept, Authorization, Cache-Control, Content-Type, Idempotency-Key, If-Match, \
        If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Last-Event-ID, Range, \
        Upload-Complete, Upload-Length, Upload-Offset, X-Request-Id
        """

    /// Lets a page send the fields that it asks for: who may read and write here may name them
    /// all, and what a field says is judged where it is read.
    private static func preflight(_ request: Request) -> Response {
        var response = Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: methods,
                .accessControlAllowHeaders: request.headers[.accessControlRequestHeaders] ?? usual,
                .vary: HTTPField.Name.accessControlRequestHeaders.rawName,
                .accessControlMaxAge: "600",
            ]
        )
        // Source: WICG Private Network Access.
        if request.headers[.requestPrivateNetwork] == "true" {
            response.headers[.allowPrivateNetwork] = "true"
        }
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let requestPrivateNetwork = known("Access-Control-Request-Private-Network")
    fileprivate static let accessControlRequestHeaders = known("Access-Control-Request-Headers")
    fileprivate static let allowPrivateNetwork = known("Access-Control-Allow-Private-Network")
}
