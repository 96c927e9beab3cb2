public import HTTPTypes
public import NIOCore
public import NIOHTTPTypes

/// The place in a connection's pipeline from which a stream writes its body on the event loop.
///
/// One stands in each connection, asleep until a response becomes a stream (``start(observer:)``).
/// It writes below Hummingbird's own handlers, so a part costs one pass through the codec and no
/// change of thread, and it tells its observer at once when the client goes: a response body's task
/// would not learn of it. A client that half-closes counts as gone.
///
/// Confined to its channel's event loop.
public final class StreamHandler: ChannelDuplexHandler, RemovableChannelHandler, StreamBody {
    /// What it reads.
    public typealias InboundIn = HTTPRequestPart
    /// What it passes on: the same.
    public typealias InboundOut = HTTPRequestPart
    /// What it writes.
    public typealias OutboundIn = HTTPResponsePart
    /// What it passes on: the same.
    public typealias OutboundOut = HTTPResponsePart

    private var context: ChannelHandlerContext?
    private var observer: (any StreamObserver)?
    /// Whether the client says no more: it has half-closed, or gone.
    private(set) var isInputClosed = false
    /// Bytes written on a multiplexed channel that it has not yet passed on.
    private var multiplexedBytes = 0
    /// Whether the framework is done with the answer: what it ends and closes is the stream's.
    private var isHandedOver = false
    /// Whether a request has begun whose body has not ended.
    private var isRequestOpen = false
    private let isMultiplexed: Bool
    private let sendsContinue: @Sendable (HTTPRequest) -> Bool

    /// Makes a handler for one connection, or for one stream of a connection of HTTP/2.
    ///
    /// - Parameters:
    ///   - isMultiplexed: whether the channel is a part of a connection: it has no socket, and
    ///     traps when it is asked for a socket's options.
    ///   - sendsContinue: whether `100 Continue` is sent at once to a client that waits for it;
    ///     else whoever answers the request sends it.
    public init(
        isMultiplexed: Bool = false,
        sendsContinue: @escaping @Sendable (HTTPRequest) -> Bool = { _ in true }
    ) {
        self.isMultiplexed = isMultiplexed
        self.sendsContinue = sendsContinue
    }

    /// The codec's, which stands before this handler.
    public var framing: Framing { .codec }

    /// True while the channel takes more: less than its high-water mark waits in it.
    public var isWritable: Bool { context?.channel.isWritable ?? false }

    /// The bytes that wait in the channel, before the kernel.
    public var waitingBytes: Int {
        isMultiplexed ? multiplexedBytes : context?.channel.waitingBytes ?? 0
    }

    /// The bytes that the client's kernel has not yet taken.
    ///
    /// They wait in the channel or in the kernel; for telling a slow client from a stopped one.
    public var unsentBytes: Int {
        guard let context, !isMultiplexed else { return waitingBytes }
        return waitingBytes + SendQueue.bytes(of: context.channel)
    }

    /// Where the client is, as its own connection tells; `nil` where it does not.
    public var clientAddress: String? {
        let channel = isMultiplexed ? context?.channel.parent : context?.channel
        return channel?.remoteAddress?.ipAddress
    }

    /// Succeeds when the connection has closed.
    ///
    /// `nil` outside a pipeline, where it has.
    public var closed: EventLoopFuture<Void>? { context?.channel.closeFuture }

    /// Makes the response in progress a stream, whose head has been written.
    ///
    /// - Parameter observer: told when there is room to write and when the client goes; held until
    ///   then.
    /// - Returns: false if the client has gone already; the observer is then not kept.
    public func start(observer: any StreamObserver) -> Bool {
        guard let context, context.channel.isActive, !isInputClosed else { return false }
        self.observer = observer
        if !isMultiplexed { StreamSocket.setUp(context.channel) }
        context.triggerUserOutboundEvent(StreamStarted(), promise: nil)
        return true
    }

    /// Writes a part of the body; it leaves with the next ``flush()``.
    ///
    /// - Parameter framed: any bytes; shared, not copied.
    public func write(framed: ByteBuffer) {
        guard isMultiplexed else {
            context?.write(wrapOutboundOut(.body(framed)), promise: nil)
            return
        }
        let byteCount = framed.readableBytes
        multiplexedBytes += byteCount
        context?.write(wrapOutboundOut(.body(framed))).assumeIsolated().whenComplete { _ in
            self.multiplexedBytes -= byteCount
        }
    }

    /// Sends what was written.
    public func flush() {
        context?.flush()
    }

    /// Ends the body properly and closes the connection when all of it has been sent.
    public func finish() {
        observer = nil
        isHandedOver = false
        guard let context else { return }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    /// Cuts the body off, so that the client sees a failure and not a short answer.
    public func abort() {
        observer = nil
        context?.close(promise: nil)
    }

    /// Lets a stream that has begun outlast the framework's part in its answer.
    func handOver() {
        isHandedOver = observer != nil
    }

    private func close() {
        isInputClosed = true
        guard let gone = observer else { return }
        observer = nil
        gone.streamClosed()
    }
}

// MARK: - Channel events

extension StreamHandler {
    /// Takes its place.
    public func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    /// Tells the observer that the client has gone, if it has not been told.
    public func handlerRemoved(context: ChannelHandlerContext) {
        close()
        self.context = nil
    }

    /// Notes where a request begins and ends, and answers `Expect: 100-continue`.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isRequestOpen = true
            // Source: RFC 9110, section 10.1.1: who waits for a 100 gets it before the body is
            // read.
            if head.headerFields[.expect] != nil, sendsContinue(head) {
                let goOn = HTTPResponse(status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
            }
        case .body: break
        case .end: isRequestOpen = false
        }
        context.fireChannelRead(data)
    }

    /// Leaves out of an answer what it cannot say: how long a body is that it cannot have, and what
    /// only a connection of its own can tell.
    ///
    /// Source: RFC 9110, section 8.6, and RFC 9113, section 8.2.2.
    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        guard case .head(var head) = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        if isMultiplexed { head.headerFields[.connection] = nil }
        if !head.status.mayHaveBody { head.headerFields[.contentLength] = nil }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// Closes, unless it is the framework that is done with an answer which goes on.
    public func close(
        context: ChannelHandlerContext,
        mode: CloseMode,
        promise: EventLoopPromise<Void>?
    ) {
        guard isHandedOver else { return context.close(mode: mode, promise: promise) }
        promise?.succeed()
    }

    /// Tells the observer that there is room again.
    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { observer?.streamBecameWritable() }
        context.fireChannelWritabilityChanged()
    }

    /// Takes a half-close for a close.
    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { close() }
        context.fireUserInboundEventTriggered(event)
    }

    /// Tells the observer that the client has gone, and whoever reads the body that it was cut off.
    ///
    /// A decoder of HTTP/1 tells of a cut body itself. What closes a connection of HTTP/2 closes
    /// its streams without an error, and who reads a body there would take its beginning for the
    /// whole. Source: RFC 9113, section 8.1: a request is complete with END_STREAM alone.
    public func channelInactive(context: ChannelHandlerContext) {
        close()
        if isMultiplexed, isRequestOpen { context.fireErrorCaught(ChannelError.eof) }
        context.fireChannelInactive()
    }
}

extension HTTPResponse.Status {
    /// Whether an answer of this status ever has a body.
    fileprivate var mayHaveBody: Bool { code >= 200 && code != 204 && code != 304 }
}

@available(*, unavailable)
extension StreamHandler: Sendable {}
