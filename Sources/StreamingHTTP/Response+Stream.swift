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

    /// A response of HTTP/2 whose body is written from the event loop, through the stream's
    /// ``StreamHandler``, and for which no task waits: a waiting one holds more than all the rest.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - channel: the stream's.
    ///   - begin: run on the event loop once the head is on its way; starts the stream, or is told
    ///     by `nil` that the client has gone.
    /// - Returns: the response.
    public static func stream(
        contentType: String,
        handedOverOn channel: any Channel,
        begin: @escaping @Sendable ((any StreamBody)?, any EventLoop) throws -> Void
    ) -> Response {
        let loop = channel.eventLoop
        return Response(
            status: .ok,
            headers: .stream(contentType: contentType),
            body: ResponseBody { _ in
                try await loop.submit {
                    // Without the handler the pipeline is gone: the client left.
                    let pipeline = channel.pipeline.syncOperations
                    let handler = try? pipeline.handler(type: StreamHandler.self)
                    try begin(handler, loop)
                    handler?.handOver()
                }.get()
                throw HandedOver()
            }
        )
    }
}

/// Ends the framework's part in an answer that goes on without it.
private struct HandedOver: Error {}
