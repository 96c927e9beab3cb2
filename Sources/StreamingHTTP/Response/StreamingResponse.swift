public import HTTPTypes
public import Hummingbird

/// A response whose body is written while it is sent.
///
/// ```swift
/// router.get("countdown") { _, _ in
///     StreamingResponse(contentType: "text/plain") { out in
///         for second in (1...10).reversed() {
///             try await out.write("\(second)\n")
///             try await Task.sleep(for: .seconds(1))
///         }
///     }
/// }
/// ```
///
/// The generator is suspended while the reader is slow, and cancelled as soon as the reader goes,
/// also while it sleeps. With a context that keeps no channel it is cancelled at its next write.
///
/// The connection goes on to the next request afterwards. A response whose generator also reads the
/// request's body says `Connection: close`, as nobody can tell beforehand how much of it is read.
public struct StreamingResponse: ResponseGenerator, Sendable {
    /// What writes the body.
    public typealias Generator = @Sendable (StreamWriter) async throws -> Void

    let framing: StreamFraming
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let options: StreamOptions
    /// Whether the generator reads the request's body.
    let readsUpload: Bool
    let generate: @Sendable (StreamWriter, UploadedBody) async throws -> Void

    /// Makes a response of a generator.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - status: of the response.
    ///   - headers: further fields; they win over the ones that are set here.
    ///   - options: the stream's bounds.
    ///   - generate: writes the body. An error that it throws cuts the body off.
    public init(
        contentType: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = StreamOptions(),
        _ generate: @escaping Generator
    ) {
        self.init(
            StreamFraming(contentType: contentType),
            status: status,
            headers: headers,
            options: options,
            generate
        )
    }

    /// Makes a response of a generator in a format.
    ///
    /// - Parameters:
    ///   - framing: the format.
    ///   - status: of the response.
    ///   - headers: further fields; they win over the ones that are set here.
    ///   - options: the stream's bounds.
    ///   - generate: writes the body. An error that it throws becomes the format's record for it,
    ///     or cuts the body off where the format has none.
    public init(
        _ framing: StreamFraming,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = StreamOptions(),
        _ generate: @escaping Generator
    ) {
        self.framing = framing
        self.status = status
        self.headers = headers
        self.options = options
        readsUpload = false
        self.generate = { out, _ in try await generate(out) }
    }

    /// Makes a response of a generator that also reads the request's body, as both go on.
    ///
    /// The request's body is to be read through the closure's second argument alone.
    ///
    /// - Parameters:
    ///   - framing: the format.
    ///   - status: of the response.
    ///   - headers: further fields; they win over the ones that are set here.
    ///   - options: the stream's bounds.
    ///   - generate: writes the body, and may read the request's. An error that it throws becomes
    ///     the format's record for it, or cuts the body off where the format has none.
    public init(
        _ framing: StreamFraming,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        options: StreamOptions = StreamOptions(),
        _ generate: @escaping @Sendable (StreamWriter, UploadedBody) async throws -> Void
    ) {
        self.framing = framing
        self.status = status
        self.headers = headers
        self.options = options
        readsUpload = true
        self.generate = generate
    }

    /// Makes the framework's response; called by the router.
    ///
    /// - Parameters:
    ///   - request: the one that is answered. Its body must not have been replaced by a middleware.
    ///   - context: any; one that keeps the channel gives more (``StreamingRequestContext``).
    /// - Returns: the response; its body runs the generator.
    public func response(from request: Request, context: some RequestContext) -> Response {
        let run = StreamRun(
            framing: framing,
            options: options,
            connection: ResponseConnection(context),
            logger: context.logger,
            readsUpload: readsUpload,
            generate: generate
        )
        let body = request.body
        var fields = fields
        // HTTP/2 has no such field, and nothing to say: its streams end one by one.
        if readsUpload, run.connection?.isMultiplexed == false { fields[.connection] = "close" }
        return Response(
            status: status,
            headers: fields,
            body: ResponseBody { writer in try await run.send(body, to: &writer) }
        )
    }

    /// The head fields that keep every proxy and cache on the way from holding a stream back.
    private var fields: HTTPFields {
        var fields = HTTPFields.unbuffered(contentType: framing.contentType)
        for field in headers { fields[field.name] = nil }
        fields.append(contentsOf: headers)
        return fields
    }
}
