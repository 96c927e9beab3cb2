import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import Logging

/// The one place where an error becomes an answer: `application/problem+json`, never the error's
/// own description.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ChatContext,
        next: @concurrent (Request, ChatContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return Response(problem(for: error, logger: context.logger))
        }
    }

    private func problem(for error: any Error, logger: Logger) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as StoreError:
            return .telling(error)
        case let error as any HTTPResponseError where error.status == .notFound: return .notFound
        default:
            logger.error("a request failed", metadata: ["error": "\(error)"])
            return .internalError
        }
    }
}

extension Response {
    /// The answer that tells a problem, with a newline at its end for people.
    ///
    /// - Parameter problem: what went wrong.
    init(_ problem: Problem) {
        var headers: HTTPFields = [
            .contentType: "application/problem+json", .cacheControl: "no-store",
        ]
        if let seconds = problem.retryAfter { headers[.retryAfter] = String(seconds) }
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
