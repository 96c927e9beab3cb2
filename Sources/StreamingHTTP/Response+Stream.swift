import HTTPTypes
public import Hummingbird

extension Response {
    /// A response whose body is written from the connection's event loop, through its
    /// ``StreamHandler``, and not by the closure that Hummingbird runs: that one only waits.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - untilEnd: run once the head is on its way; starts the stream and suspends until it has
    ///     ended. What it throws cuts the connection.
    /// - Returns: the response.
    public static func stream(
        contentType: String,
        untilEnd: @escaping @Sendable () async throws -> Void
    ) -> Response {
        var fields = HTTPFields.stream(contentType: contentType)
        // The end of the stream is the connection's, as the handler ends both.
        fields[.connection] = "close"
        return Response(
            status: .ok,
            headers: fields,
            body: ResponseBody { _ in try await untilEnd() }
        )
    }
}
