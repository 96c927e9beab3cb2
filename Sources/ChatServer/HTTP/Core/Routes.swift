import ChatProtocol
import HTTPTypes
import Hummingbird

/// The addresses of a server, each with all of its methods.
///
/// A method that an address does not take is answered with `405` and `Allow`, not with `404`, and
/// `OPTIONS` with `Allow` alone.
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
    /// - Parameters:
    ///   - front: what every request passes first.
    ///   - gate: charges those that may change something.
    init(front: RequestFront, gate: Gate) {
        router = Router(context: ChatContext.self)
        router.add(middleware: front)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: ChargeMiddleware(gate: gate))
    }

    /// Adds an address.
    ///
    /// `HEAD` goes wherever `GET` does.
    ///
    /// - Parameter path: with `{parameters}`.
    func at(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        added.addresses.append(("\(path)", Array(handlers.keys)))
        var handlers = handlers
        if let get = handlers[.get], let selection = PartSelection.of["\(path)"] {
            handlers[.get] = { request, context in
                try selection.check(QueryParameters(request))
                return try await get(request, context)
            }
        }
        if let get = handlers[.get], JSONAlone.paths.contains("\(path)") {
            handlers[.get] = { request, context in
                try JSONAlone.check(QueryParameters(request))
                return try await get(request, context)
            }
        }
        for (method, handler) in handlers {
            router.on(path, method: method, use: handler)
        }
        // The front leaves the body out.
        if let get = handlers[.get] { router.on(path, method: .head, use: get) }
        let taken = Self.order.filter {
            handlers[$0] != nil || $0 == .head && handlers[.get] != nil
        }
        let allowed = (taken + [.options]).map(\.rawValue).joined(separator: ", ")
        router.on(path, method: .options) { _, _ in
            Response(status: .noContent, headers: [.allow: allowed])
        }
        for method in Self.order + Self.further where !taken.contains(method) {
            router.on(path, method: method) { _, _ -> Response in
                throw Problem.methodNotAllowed(allowed)
            }
        }
    }

    /// Makes the responder of all addresses.
    func responder() -> KnownMethods {
        KnownMethods(router: router.buildResponder())
    }

    private static let order: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete]
    /// Those that no address takes.
    private static let further: [HTTPRequest.Method] = [.trace, .connect, KnownMethods.other]
}
