public import NIOCore

/// A stream straight on its connection: all that is left in the pipeline once the head is out.
///
/// The request's decoder is gone: what the client still sends is dropped. A client that half-closes
/// counts as gone. Confined to its channel's event loop.
public final class ChunkedStream: ChannelInboundHandler, StreamBody {
    /// What it reads.
    public typealias InboundIn = ByteBuffer
    /// What it writes.
    public typealias OutboundOut = ByteBuffer

    private var context: ChannelHandlerContext?
    private var observer: (any StreamObserver)?
    private var isInputClosed: Bool
    private let isPlain: Bool
    private let socket: PlainSocket?
    private var outlet = Outlet()

    /// True while the channel takes more: less than its high-water mark waits in it.
    public private(set) var isWritable = true

    /// Makes the stream of a connection.
    ///
    /// - Parameters:
    ///   - isInputClosed: whether the client has half-closed already.
    ///   - isPlain: whether the bytes go to the socket as they are.
    ///   - socket: the connection's then, where it has been found already.
    init(isInputClosed: Bool, isPlain: Bool, socket: PlainSocket? = nil) {
        self.isInputClosed = isInputClosed
        self.isPlain = isPlain
        self.socket = socket
    }

    /// Framed here, once for all connections.
    public var framing: Framing { .chunked }

    /// The bytes that wait in the channel, before the kernel.
    public var waitingBytes: Int {
        context?.channel.waitingBytes ?? 0
    }

    /// The bytes that the client's kernel has not yet taken.
    public var unsentBytes: Int {
        guard let context else { return 0 }
        return waitingBytes + SendQueue.bytes(of: context.channel)
    }

    /// Where the client is, as its own connection tells; `nil` where it does not.
    public var clientAddress: String? { context?.channel.remoteAddress?.ipAddress }

    /// Succeeds when the connection has closed; `nil` when it has left the pipeline.
    public var closed: EventLoopFuture<Void>? { context?.channel.closeFuture }

    /// Takes an observer, unless the client has gone.
    ///
    /// - Parameter observer: told when there is room to write and when the client goes.
    /// - Returns: false if the client has gone already.
    public func start(observer: any StreamObserver) -> Bool {
        guard let context, context.channel.isActive, !isInputClosed else {
            context?.close(promise: nil)
            return false
        }
        self.observer = observer
        setUpSocket(of: context.channel)
        outlet.countAlone(context.channel)
        isWritable = context.channel.isWritable
        return true
    }

    private func setUpSocket(of channel: any Channel) {
        if let socket { return StreamSocket.setUp(socket) }
        StreamSocket.setUp(channel)
        outlet.open(isPlain ? PlainSocket(channel) : nil)
    }

    /// Writes chunks.
    ///
    /// - Parameter framed: one or more whole chunks; shared, not copied.
    public func write(framed: ByteBuffer) {
        if let context { outlet.write(framed, context) }
    }

    /// Sends what was written.
    public func flush() {
        guard let context, outlet.send(context) else { return }
        context.flush()
    }

    /// Writes the last chunk and closes the connection when all has been sent.
    public func finish() {
        observer = nil
        guard let context else { return }
        let channel = context.channel
        outlet.close(context)
        // Source: RFC 9112, section 7.1.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(staticString: "0\r\n\r\n")))
            .whenComplete { _ in channel.close(promise: nil) }
    }

    /// Closes the connection without the last chunk.
    public func abort() {
        observer = nil
        context?.close(promise: nil)
    }

    private func clientHasGone() {
        isInputClosed = true
        outlet.close(context)
        guard let gone = observer else { return }
        observer = nil
        gone.streamClosed()
    }
}

// MARK: - Channel events

extension ChunkedStream {
    /// Takes its place.
    public func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive, let socket { outlet.open(socket) }
    }

    /// Tells the observer that the client has gone, if it has not been told.
    public func handlerRemoved(context: ChannelHandlerContext) {
        clientHasGone()
        self.context = nil
    }

    /// Drops what the client sends: its request was complete.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    /// Tells the observer that there is room again.
    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable { observer?.streamBecameWritable() }
    }

    /// Takes a half-close for a close.
    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else { return }
        clientHasGone()
        finish()
    }

    /// Tells the observer that the client has gone.
    public func channelInactive(context: ChannelHandlerContext) {
        clientHasGone()
    }

    /// Closes a connection that failed.
    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension ChunkedStream: Sendable {}
