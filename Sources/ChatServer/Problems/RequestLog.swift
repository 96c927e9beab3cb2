import ChatProtocol
import Logging

/// The log as a request has it, whose lines tell what the request is called.
enum RequestLog {
    /// Of the request whose task this is.
    ///
    /// `nil` on an event loop, where posts are answered without a task, and where nobody asks.
    @TaskLocal static var current: Logger?

    private static let key = "request_id"

    /// A log for the lines about a request.
    ///
    /// - Parameter id: what the request is called; `nil` if that is not known.
    /// - Returns: the same log, with the name in each line.
    static func of(_ logger: Logger, called id: String?) -> Logger {
        var logger = logger
        logger[metadataKey: key] = id.map { "\($0)" }
        return logger
    }

    /// Has what is done for a request past the router log as it.
    ///
    /// Suspends for as long as the body does.
    static func during<Answer>(
        _ logger: Logger,
        _ body: () async throws(Problem) -> Answer
    ) async throws(Problem) -> Answer {
        try await $current.withValue(logger) { () async -> Result<Answer, Problem> in
            do throws(Problem) {
                return .success(try await body())
            } catch { return .failure(error) }
        }.get()
    }
}
