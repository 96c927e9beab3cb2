import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// The framework's part of an HTTP/1.1 connection's pipeline, behind the request decoder.
struct FrameworkPipeline: Sendable {
    let requestTime: TimeAmount
    /// Whether nothing before the decoder changes the bytes, as TLS does.
    let isPlain: Bool
    let logger: Logger
    var invites: @Sendable (HTTPRequest) -> Bool = { _ in true }

    /// Adds the handlers at the end of a pipeline, and makes the framework's view of the channel.
    ///
    /// Does not suspend; on the channel's event loop.
    ///
    /// - Parameter channel: whose requests are decoded already.
    /// - Returns: what the framework serves.
    /// - Throws: when the pipeline is being taken down.
    func add(
        to channel: any Channel
    ) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart> {
        try channel.pipeline.syncOperations.addHandlers([
            HTTPResponseEncoder(),
            HTTP1ToHTTPServerCodec(secure: false),
            RequestTimeout(limit: requestTime),
            ClientWatch(),
            StreamHandler(invites: invites),
            HTTPConnectionStateHandler(logger: logger),
        ])
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
    }
}
