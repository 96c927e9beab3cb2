import ChatProtocol
import HTTPTypes
import Hummingbird

/// The addresses of a server, each with all of its methods.
///
/// A method that an address does not take is answered with `405` and `Allow`, not with `404`.
struct Routes {
    typealias Handler = @Sendable (Request, ChatContext) async throws -> Response

    private let router: Router<ChatContext>
    private let added = Added()

    /// What was added, for whoever describes it.
    private final class Added {
        var addresses: [(path: String, methods: [HTTPRequest.Method])] = []
    }

    /// The addresses with their methods, in the order in which they were added.
    var addresses: [(path: String, methods: [HTTPRequest.Method])] { added.addresses }

    /// Begins a table of routes.
    ///
    /// - Parameter origins: of the web pages that may use them.
    init(origins: Set<String>) {
        router = Router(context: ChatContext.self)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: OriginMiddleware(allowed: origins))
    }

    /// Adds an address.
    ///
    /// `HEAD` goes wherever `GET` does.
    ///
    /// - Parameters:
    ///   - path: with `{parameters}`.
    ///   - handlers: by method.
    func at(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        added.addresses.append(("\(path)", Array(handlers.keys)))
        for (method, handler) in handlers {
            router.on(path, method: method, use: handler)
        }
        if let get = handlers[.get] {
            router.on(path, method: .head) { request, context in
                try await get(request, context).createHeadResponse()
            }
        }
        let allowed = Self.order.filter { handlers[$0] != nil }.map(\.rawValue)
            .joined(separator: ", ")
        for method in Self.order + [.head, .options, .trace, .connect]
        where handlers[method] == nil && !(method == .head && handlers[.get] != nil) {
            router.on(path, method: method) { _, _ -> Response in
                throw Problem.methodNotAllowed(allowed)
            }
        }
    }

    /// Makes the responder of all addresses.
    ///
    /// - Returns: the responder.
    func responder() -> RouterResponder<ChatContext> {
        router.buildResponder()
    }

    private static let order: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete]
}
