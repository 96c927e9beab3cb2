import HTTPTypes
import Hummingbird

/// Answers a method that an address does not take with `405` and `Allow`; a router by itself
/// answers `404`, as if there were nothing.
///
/// - Parameter router: with all that is taken.
func refuseOtherMethods(at router: ExampleRouter) {
    for (path, routes) in Dictionary(grouping: router.routes, by: \.path.description) {
        var taken = routes.map(\.method)
        // It is answered wherever `GET` is.
        if taken.contains(.get) { taken.append(.head) }
        let allowed = methods.filter { taken.contains($0) }.map(\.rawValue)
        let fields: HTTPFields = [.allow: allowed.joined(separator: ", ")]
        for method in methods where !taken.contains(method) {
            router.on(RouterPath(path), method: method) { _, _ -> Response in
                throw HTTPError(.methodNotAllowed, headers: fields)
            }
        }
    }
}

private let methods: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options, .trace,
]
