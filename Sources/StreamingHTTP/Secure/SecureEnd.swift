import NIOCore

/// Ends a connection with TLS that the server closes as soon as the client sends nothing more.
///
/// TLS closes the connection beneath it once the client has said its farewell, and reads what a
/// client that is still sending has to say: it would lose its answer to a reset. But on a
/// connection that may be open on one side it takes neither the client's farewell nor its end for
/// that, and waits until its time is over, five seconds.
///
/// Stands behind TLS. Confined to its event loop.
final class SecureEnd: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let beneath = Beneath()
    private var isClosing = false
    private var isInputClosed = false
    private var isEnding = false

    /// Tells what a connection's pipeline begins with.
    ///
    /// - Returns: TLS, with what stands before and behind it.
    static func handlers(around tls: any ChannelHandler) -> [any ChannelHandler] {
        let end = SecureEnd()
        return [end.beneath, tls, end]
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .all { isClosing = true }
        context.close(mode: mode, promise: promise)
        endIfOver()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { isInputClosed = true }
        context.fireUserInboundEventTriggered(event)
        endIfOver()
    }

    private func endIfOver() {
        guard isClosing, isInputClosed, !isEnding else { return }
        isEnding = true
        beneath.closeOnceSent()
    }

    /// Stands before TLS: what is closed from here is closed at once.
    private final class Beneath: ChannelOutboundHandler {
        typealias OutboundIn = IOData
        typealias OutboundOut = IOData

        /// Held until the pipeline is taken down.
        private var context: ChannelHandlerContext?

        func handlerAdded(context: ChannelHandlerContext) {
            self.context = context
        }

        func handlerRemoved(context: ChannelHandlerContext) {
            self.context = nil
        }

        /// Closes behind all that the socket has not taken yet.
        func closeOnceSent() {
            guard let context else { return }
            let sent = context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())))
            sent.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        }
    }
}

@available(*, unavailable)
extension SecureEnd: Sendable {}
