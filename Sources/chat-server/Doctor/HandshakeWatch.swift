import NIOCore
import NIOSSL
import NIOTLS

/// Waits for a TLS handshake, and for what was chosen in it.
///
/// Confined to its channel's event loop.
final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The time was over.
    struct TooSlow: Error {}

    private let done: EventLoopPromise<String?>
    private let limit: TimeAmount

    /// Makes one.
    ///
    /// - Parameters:
    ///   - done: given the protocol that was chosen, or why there was no handshake.
    ///   - limit: how long it may take.
    init(_ done: EventLoopPromise<String?>, limit: TimeAmount) {
        self.done = done
        self.limit = limit
    }

    func handlerAdded(context: ChannelHandlerContext) {
        context.eventLoop.scheduleTask(in: limit) { [done] in done.fail(TooSlow()) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let chosen) = event as? TLSUserEvent { done.succeed(chosen) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(ChannelError.eof)
    }
}
