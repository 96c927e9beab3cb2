import HTTPTypes
import Hummingbird

/// Charges the address of every request that may change something, whatever becomes of it, before
/// any route's own code: so no route can forget it.
///
/// Source: docs/API.md, section 1.
struct ChargeMiddleware: RouterMiddleware {
    let gate: Gate

    func handle(
        _ request: Request,
        context: ChatContext,
        next: @concurrent (Request, ChatContext) async throws -> Response
    ) async throws -> Response {
        if !request.method.isSafe {
            try gate.chargeAddress(gate.address(of: request, context))
        }
        return try await next(request, context)
    }
}

extension HTTPRequest.Method {
    /// Whether a request changes nothing that lasts.
    ///
    /// Source: RFC 9110, section 9.2.1.
    var isSafe: Bool { [.get, .head, .options, .trace].contains(self) }
}
