public import HTTPTypes
public import HummingbirdCore
import HummingbirdHTTP2
public import Logging
public import NIOCore
public import NIOSSL
import NIOTLS

/// A connection with TLS, on which the client chooses HTTP/2 or HTTP/1.1.
///
/// HTTP/1.1 is answered as without TLS (``DirectHTTPChannel``); an HTTP/2 connection is the
/// framework's, and its streams write through ``StreamHandler``.
public struct SecureHTTPChannel: ConnectionKind {
    /// A connection, and the version once it has been chosen.
    public struct Value: ServerChildChannelValue {
        /// The connection.
        public let channel: any Channel
        fileprivate let version: EventLoopFuture<Version>
    }

    fileprivate enum Version: Sendable {
        case http1(DirectConnection)
        case http2(HTTP2Channel.Value)
    }

    private let tls: @Sendable () -> NIOSSLContext
    private let http1: DirectHTTPChannel
    private let http2: HTTP2Channel
    private let connections: Connections

    /// Makes the kind of connection that a server with a certificate has.
    ///
    /// - Parameters:
    ///   - certificate: gives what the server shows, asked with each connection.
    ///   - responder: the framework's, for every request of HTTP/2.
    ///   - http1: serves HTTP/1.1; made for connections with TLS. Its request time is that of a
    ///     handshake, of a request's head over HTTP/2 and of a client that asks for nothing.
    ///   - requestTime: the same for HTTP/2: after which a client that asks for nothing is asked to
    ///     go, and of a request's body.
    ///   - stalledTime: after which a request of HTTP/2 is given up whose client takes nothing.
    ///   - connections: where open connections are counted.
    ///   - sendsContinue: as ``DirectOptions/sendsContinue``, for HTTP/2.
    public init(
        certificate: @escaping @Sendable () -> NIOSSLContext,
        responder: @escaping HTTPChannelHandler.Responder,
        http1: DirectHTTPChannel,
        requestTime: TimeAmount,
        stalledTime: TimeAmount = .seconds(30),
        connections: Connections,
        sendsContinue: @escaping @Sendable (HTTPRequest) -> Bool = { _ in true }
    ) {
        tls = certificate
        self.http1 = http1
        self.connections = connections
        let handlers: @Sendable () -> [any RemovableChannelHandler] = {
            [
                BlankEdges.Place(),
                RequestTimeout(limit: requestTime, stalled: stalledTime),
                ClientWatch(isMultiplexed: true),
                StreamHandler(isMultiplexed: true, sendsContinue: sendsContinue),
            ]
        }
        http2 = HTTP2Channel(
            responder: responder,
            configuration: HTTP2ChannelConfiguration(
                idleTimeout: .nanoseconds(requestTime.nanoseconds),
                streamConfiguration: .init(additionalChannelHandlers: handlers())
            )
        )
    }

    /// Puts TLS into a connection's pipeline, and what waits for the client's choice.
    ///
    /// - Parameters:
    ///   - channel: a connection.
    ///   - logger: for what the framework has to tell.
    /// - Returns: the connection.
    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let shared = http1.shared(by: channel.eventLoop)
            let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Version> { result in
                switch result {
                case .negotiated("h2"):
                    FlushBeforeClose.setUp(channel)
                    let portions = FramePortions(turns: shared.turns)
                    // It fails for a connection that has just closed, which needs them no more.
                    try? channel.pipeline.syncOperations.addHandler(portions)
                    let bytes = HeadListBound.bytes(for: http1.headBytes)
                    return http2.setup(channel: channel, logger: logger).map {
                        HeadListBound.setUp(channel, bytes: bytes)
                        MalformedRequests.setUp(channel)
                        ConnectionTimeout.watchFrames(of: channel)
                        return .http2($0)
                    }
                case .negotiated, .fallback:
                    ConnectionTimeout.remove(from: channel)
                    return http1.setup(channel: channel, logger: logger).map { .http1($0) }
                }
            }
            let secure = SecureEnd.handlers(around: NIOSSLServerHandler(context: tls()))
            let further: [any ChannelHandler] = [ConnectionTimeout(shared: shared), negotiation]
            try channel.pipeline.syncOperations.addHandlers(secure + further)
            connections.add(channel)
            // Here, since a stream of HTTP/2 has no socket of its own.
            StreamSocket.setUp(channel)
            return Value(channel: channel, version: negotiation.protocolNegotiationResult)
        }
    }

    /// Closes some connections on which nothing is asked.
    public func makeRoom() {
        http1.makeRoom()
    }

    /// Tells what a connection needs a task for, once its version has been chosen.
    ///
    /// - Parameters:
    ///   - value: the connection.
    ///   - logger: for what the framework has to tell.
    /// - Returns: the work; it fails with the handshake.
    public func work(for value: Value, logger: Logger) -> EventLoopFuture<ConnectionWork?> {
        value.version.flatMap { version in
            switch version {
            case .http1(let connection): http1.work(for: connection, logger: logger)
            case .http2(let connection):
                value.channel.eventLoop.makeSucceededFuture {
                    await http2.handle(value: connection, logger: logger)
                }
            }
        }
    }
}
