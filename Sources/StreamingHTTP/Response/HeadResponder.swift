import HTTPTypes
public import Hummingbird

/// Answers `HEAD` with the head that `GET` is answered with, and writes no body: no stream begins.
///
/// ```swift
/// let application = Application(
///     responder: HeadResponder(router.buildResponder()),
///     server: try .streaming()
/// )
/// ```
///
/// The framework's own way (`autoGenerateHeadEndpoints`) says `Content-Length: 0` of every body
/// whose length is not known. So does this one where it cannot be helped: the framework's own
/// connections of HTTP/1 would send the end of a body behind such a head, and a context that keeps
/// no channel does not tell which they are.
public struct HeadResponder<Base: HTTPResponder>: HTTPResponder
where Base.Context: RequestContext {
    /// The context of what answers `GET`.
    public typealias Context = Base.Context

    private let base: Base

    /// Makes one.
    ///
    /// - Parameter base: answers all other methods; it is asked for `GET` in place of `HEAD`.
    public init(_ base: Base) {
        self.base = base
    }

    /// Answers a request.
    ///
    /// Suspends for as long as the answer to `GET` takes to be made.
    ///
    /// - Parameters:
    ///   - request: any.
    ///   - context: with one that keeps the channel an unknown length is left out
    ///     (``StreamingRequestContext``).
    /// - Returns: the response.
    /// - Throws: what the other responder throws.
    public func respond(to request: Request, context: Base.Context) async throws -> Response {
        guard request.method == .head else {
            return try await base.respond(to: request, context: context)
        }
        var head = request.head
        head.method = .get
        let asked = Request(head: head, body: request.body)
        var response = try await base.respond(to: asked, context: context).withoutBody
        guard response.headers[.contentLength] == nil else { return response }
        let knowsHead = await ResponseConnection(context)?.knowsHead() ?? false
        if !knowsHead { response.headers[.contentLength] = "0" }
        return response
    }
}
