import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import Logging

/// The one place where an error becomes an answer: `application/problem+json`, never the error's
/// own description.
///
/// An answer that does not say what a cache may do with it is kept by none.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ChatContext,
        next: @concurrent (Request, ChatContext) async throws -> Response
    ) async throws -> Response {
        do {
            var response = try await next(request, context)
            // What is answered depends on who asks, or on the moment, and may be a secret: no cache
            // may keep what does not say otherwise.
            if request.method != .options, response.headers[.cacheControl] == nil {
                response.headers[.cacheControl] = "no-store"
            }
            return response
        } catch {
            return Response(problem(for: error, logger: context.logger))
        }
    }

    private func problem(for error: any Error, logger: Logger) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as StoreError:
            return .logging(error)
        case let error as any HTTPResponseError where error.status == .notFound: return .notFound
        // The client has gone, and nobody reads it.
        case is CancellationError: return .internalError
        default:
            logger.tell(.error, "a request failed", because: error)
            return .internalError
        }
    }
}

extension Response {
    /// The answer that tells a problem, with a newline at its end for people.
    init(_ problem: Problem) {
        var headers: HTTPFields = [
            .contentType: "application/problem+json", .cacheControl: "no-store",
        ]
        if let seconds = problem.retryAfter { headers[.retryAfter] = String(seconds) }
        headers.append(contentsOf: Charge.fields(of: problem))
        if problem.status == 401 {
            headers[.wwwAuthenticate] = #"Basic realm="burble", charset="UTF-8""#
        }
        if let allow = problem.allow { headers[.allow] = allow }
        // Source: RFC 9110, sections 12.5.3 and 12.5.5.
        if problem.code == "unsupported_encoding" { headers[.acceptEncoding] = "identity" }
        if problem.status == 406 { headers[.vary] = "Accept" }
        self.init(
            status: .init(code: problem.status),
            headers: headers,
            body: .json { problem.appendJSON(to: &$0) }
        )
    }
}
