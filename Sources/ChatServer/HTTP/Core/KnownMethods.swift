import HTTPTypes
import Hummingbird

/// Has methods that are not known answered like those that no address takes: with `405`, and with
/// `Allow` as the address has it.
///
/// The router looks for an address and its method at once, and would find neither.
struct KnownMethods: HTTPResponder {
    /// Stands for all that are not known.
    static let other = HTTPRequest.Method("OTHER") ?? .trace

    let router: RouterResponder<ChatContext>

    func respond(to request: Request, context: ChatContext) async throws -> Response {
        guard !RequestRules.methods.contains(request.method.rawValue), request.method != .connect
        else { return try await router.respond(to: request, context: context) }
        var head = request.head
        head.method = Self.other
        return try await router.respond(
            to: Request(head: head, body: request.body),
            context: context
        )
    }
}
