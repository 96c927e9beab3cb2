import NIOCore
import NIOPosix
import NIOSSL

/// Looks at the certificate that a server shows, and sends it nothing.
package enum CertificateProbe {
    private static let timeout = TimeAmount.seconds(10)

    /// Reads the certificate of a server.
    ///
    /// Suspends until the server has shown it, or has not.
    ///
    /// - Returns: the certificate, which nobody has vouched for.
    /// - Throws: why there is none.
    package static func certificate(
        of server: ServerAddress
    ) async throws(TransportFailure) -> PinnedCertificate {
        guard let (host, port) = server.secureHost else { throw .noCertificate(server) }
        do {
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            let shown = loop.makePromise(of: NIOSSLCertificate.self)
            let context = try NIOSSLContext(configuration: .makeClientConfiguration())
            // What is no address in digits is a name.
            let isName = (try? SocketAddress(ipAddress: host, port: 0)) == nil
            let bootstrap = ClientBootstrap(group: loop).connectTimeout(timeout)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = try NIOSSLClientHandler(
                            context: context,
                            serverHostname: isName ? host : nil,
                            customVerificationCallback: { certificates, verdict in
                                if let first = certificates.first { shown.succeed(first) }
                                // Nothing is to be sent: what was wanted has come.
                                verdict.succeed(.failed)
                            }
                        )
                        let ear = ErrorEar(shown)
                        try channel.pipeline.syncOperations.addHandlers(handler, ear)
                    }
                }
            let deadline = loop.scheduleTask(in: timeout) {
                shown.fail(ChannelError.connectTimeout(timeout))
            }
            defer { deadline.cancel() }
            let channel: any Channel
            do {
                channel = try await bootstrap.connect(host: host, port: port).get()
            } catch {
                shown.fail(error)
                throw error
            }
            channel.closeFuture.whenComplete { _ in shown.fail(ChannelError.eof) }
            let certificate = try await shown.futureResult.get()
            channel.close(promise: nil)
            return PinnedCertificate(bytes: try certificate.toDERBytes())
        } catch {
            throw TransportFailure(error, server: server)
        }
    }

    /// Tells why no certificate came, as a server does that speaks no TLS.
    private final class ErrorEar: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let shown: EventLoopPromise<NIOSSLCertificate>

        init(_ shown: EventLoopPromise<NIOSSLCertificate>) {
            self.shown = shown
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            shown.fail(error)
            context.close(promise: nil)
        }
    }
}
