import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// The framework's part of an HTTP/1.1 connection's pipeline, behind the request decoder.
struct FrameworkPipeline: Sendable {
    /// Whether nothing before the decoder changes the bytes, as TLS does.
    let isPlain: Bool
    var sendsContinue: @Sendable (HTTPRequest) -> Bool = { _ in true }

    /// Adds the handlers at the end of a pipeline, and makes the framework's view of the channel.
    ///
    /// Does not suspend; on the channel's event loop.
    ///
    /// - Parameters:
    ///   - channel: whose requests are decoded already.
    ///   - front: gives the framework its requests, and is told of the answers.
    /// - Throws: when the pipeline is being taken down.
    func add(
        to channel: any Channel,
        behind front: DirectHandler
    ) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart> {
        var encoding = HTTPResponseEncoder.Configuration()
        encoding.automaticallySetFramingHeaders = false
        try channel.pipeline.syncOperations.addHandlers([
            HTTPResponseEncoder(configuration: encoding),
            FrameworkAnswers(front: front),
            HTTP1ToHTTPServerCodec(secure: false),
            ClientWatch(),
            StreamHandler(sendsContinue: sendsContinue),
        ])
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
    }
}
