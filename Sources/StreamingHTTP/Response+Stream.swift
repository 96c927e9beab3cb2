import HTTPTypes
public import Hummingbird
public import NIOCore

extension Response {
    /// A response whose body is written from the connection's event loop, through its
    /// ``StreamHandler``, and not by the closure that Hummingbird runs: that one only waits.
    ///
    /// A connection of HTTP/1.1 closes after it, and says so.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - channel: the connection's, or the stream's of HTTP/2.
    ///   - untilEnd: run once the head is on its way; starts the stream and suspends until it has
    ///     ended. What it throws cuts the connection.
    /// - Returns: the response.
    public static func stream(
        contentType: String,
        on channel: any Channel,
        untilEnd: @escaping @Sendable () async throws -> Void
    ) -> Response {
        var headers = HTTPFields.stream(contentType: contentType)
        if !channel.isMultiplexed { headers[.connection] = "close" }
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { _ in try await untilEnd() }
        )
    }
}
