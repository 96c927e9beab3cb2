public import HummingbirdCore
public import NIOCore
import NIOPosix
public import NIOSSL

extension HTTPServerBuilder {
    /// Serves connections as this library does, for an application of the framework's.
    ///
    /// ```swift
    /// let application = Application(router: router, server: try .streaming())
    /// ```
    ///
    /// The framework's own `.http1()` sends chunks to a client of HTTP/1.0, which cannot read them,
    /// and keeps its connection open. Here the end of such a body is the connection's, and one that
    /// is cut off ends in an error. Source: RFC 9112, section 6.1.
    ///
    /// - Parameters:
    ///   - tls: has the connections be of TLS, on which the client chooses HTTP/2 or HTTP/1.1;
    ///     `nil` for HTTP/1.1 without TLS.
    ///   - requestTime: how long a connection may take to send a request, or stay idle between two.
    ///   - headBytes: the most of a request's head, beyond which it is refused.
    ///   - queueBytes: that wait in a connection, beyond which nothing more is written to it.
    /// - Returns: what an application takes as its `server`.
    /// - Throws: when the certificate or the key cannot be used.
    public static func streaming(
        tls: TLSConfiguration? = nil,
        requestTime: TimeAmount = .seconds(60),
        headBytes: Int = 16_384,
        queueBytes: Int = 16_384
    ) throws -> HTTPServerBuilder {
        let context = try tls.map { try Self.context(of: $0) }
        let connections = Connections()
        return HTTPServerBuilder { responder in
            let http1 = DirectHTTPChannel(
                responder: responder,
                direct: FrameworkAlone(),
                group: MultiThreadedEventLoopGroup.singleton,
                options: DirectOptions(
                    requestTime: requestTime,
                    headBytes: headBytes,
                    queueBytes: queueBytes,
                    isPlain: context == nil,
                    connections: connections
                )
            )
            guard let context else { return http1 }
            return SecureHTTPChannel(
                certificate: { context },
                responder: responder,
                http1: http1,
                requestTime: requestTime,
                connections: connections
            )
        }
    }

    private static func context(of tls: TLSConfiguration) throws -> NIOSSLContext {
        var tls = tls
        tls.applicationProtocols = ["h2", "http/1.1"]
        return try NIOSSLContext(configuration: tls)
    }
}
