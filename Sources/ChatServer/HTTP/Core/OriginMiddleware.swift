import ChatProtocol
import HTTPTypes
import Hummingbird

/// Keeps web pages of other origins out, unless the operator lets them in.
///
/// Without this any page that a person visits could read and write a chat on that person's own
/// machine. Programs that are no browsers send no `Origin` and are not concerned.
/// Source: WHATWG Fetch, section 3.3 (CORS protocol).
struct OriginMiddleware: RouterMiddleware {
    /// The origins that are let in; `*` is all of them.
    let allowed: Set<String>

    func handle(
        _ request: Request,
        context: ChatContext,
        next: @concurrent (Request, ChatContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin], !isOwn(origin, of: request) else {
            return try await next(request, context)
        }
        guard allowed.contains(origin) || allowed.contains("*") else {
            let isRead = request.method == .get || request.method == .head
            guard isRead else { throw Problem.originNotAllowed }
            return try await next(request, context)
        }
        var response =
            request.method == .options ? Self.preflight : try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        return response
    }

    private func isOwn(_ origin: String, of request: Request) -> Bool {
        guard let host = request.head.authority else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    private static let preflight = Response(
        status: .noContent,
        headers: [
            .accessControlAllowMethods: "GET, POST, PUT, PATCH, DELETE",
            .accessControlAllowHeaders:
                "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, "
                + "Upload-Complete, Upload-Length, Upload-Offset",
            .accessControlMaxAge: "600",
        ]
    )
}
