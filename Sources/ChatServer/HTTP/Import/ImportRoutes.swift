import ChatProtocol
import HTTPTypes
import Hummingbird
import StreamingHTTP

/// `POST` and `PUT /rooms/{room}/import`: takes in a log as it is uploaded, for the operator.
///
/// Source: docs/API.md, section 8.
struct ImportRoutes {
    private let services: Services
    private let imports = RunningImports()

    /// Makes the routes.
    init(services: Services) {
        self.services = services
    }

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/rooms/{room}/import", [.post: take, .put: take])
    }

    private func take(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let importer = try await services.gate.importer(into: context.room(), caller)
        let name = importer.room
        let isEvents = try isEvents(request)
        _ = try request.bodyType()
        let permit = try imports.begin(name)
        let lease = try await importer.lease()
        let run = ImportRun(
            services: services,
            importer: importer,
            total: request.headers[.contentLength].flatMap { Int64($0) },
            isEvents: isEvents
        )
        let fields: HTTPFields = [.vary: "Accept"]
        BodyInvitation.current?.send()
        return StreamingResponse(isEvents ? .events : .rows, headers: fields) { out, upload in
            // Another import of the room may begin once this one has ended, in whichever way.
            defer { withExtendedLifetime(permit) {} }
            guard let lease else { return try await run.run(upload, reportingTo: out) }
            try await lease.keeping { () async throws in
                try await run.run(upload, reportingTo: out)
            }
        }.response(from: request, context: context)
    }

    /// Whether the answer shall be SSE; NDJSON otherwise.
    private func isEvents(_ request: Request) throws(Problem) -> Bool {
        let parameters = QueryParameters(request)
        guard let name = parameters["format"] else {
            return Format.accepted(by: request.headers[.accept]) == .sse
        }
        switch Format(name: name) {
        case .sse: return true
        case .ndjson: return false
        default: throw .unknownFormat(name, of: ["ndjson", "sse"])
        }
    }
}
