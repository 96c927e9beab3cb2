import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore
import StreamingHTTP

/// `GET /search`, and `POST /search/rebuild` for the operator.
///
/// Source: docs/API.md, section 5.
struct SearchRoutes {
    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/search", [.get: search])
        routes.at("/search/rebuild", [.post: rebuild])
    }

    private func search(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        try services.admit()
        let parameters = QueryParameters(request)
        let reading = try await SearchReading(
            services: services,
            caller: caller,
            parameters: parameters
        )
        guard parameters.asksForPage() else {
            return try await reading.rows(for: request, context)
        }
        return try await reading.page()
    }

    // MARK: - Rebuilding

    /// Empties the index and fills it again, telling how far it is: a line of JSON each time.
    ///
    /// Searches go on meanwhile, and say how much is missing. When the client goes the follower
    /// ends the work.
    private func rebuild(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let index = try services.gate.operator(caller)
        try await index.clearSearch()
        let options = StreamOptions(endsWithInput: false)
        return StreamingResponse(.rows, options: options) { [services] out in
            defer { services.search.ring() }
            var progress = try await index.searchProgress()
            while progress.behind > 0, !services.lifecycle.isDraining {
                progress = try await index.followSearch(limit: Self.events)
                try await out.write(Self.line("progress", progress))
            }
            if progress.behind == 0 { try await out.write(Self.line("done", progress)) }
        }.response(from: request, context: context)
    }

    /// Events between two lines of progress.
    private static let events = 1000

    private static func line(_ type: String, _ progress: SearchProgress) -> ByteBuffer {
        ByteBuffer(
            string: #"{"type":"\#(type)","rows":\#(progress.through),"total":\#(progress.head)}"#
                + "\n"
        )
    }
}
