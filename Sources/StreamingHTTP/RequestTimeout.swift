public import NIOCore
public import NIOHTTPTypes

/// Closes a connection that takes too long to send a request, or stays idle between two.
///
/// Once the response is a stream the time no longer counts: a two-way stream's request may go on
/// for hours, with nothing said. Stands before ``StreamHandler``, which tells it of that.
public final class RequestTimeout: ChannelDuplexHandler, RemovableChannelHandler {
    /// What it reads.
    public typealias InboundIn = HTTPRequestPart
    /// What it writes.
    public typealias OutboundIn = HTTPResponsePart

    /// Said by the stream handler when the response has become a stream.
    struct StreamStarted {}

    private let limit: TimeAmount
    private var lastSign: NIODeadline = .uptimeNanoseconds(0)
    private var isReading = false
    private var answersDue = 0
    private var check: Scheduled<Void>?

    /// Makes the watch of one connection.
    ///
    /// - Parameter limit: how long nothing may come of a request that is due or has begun.
    public init(limit: TimeAmount) {
        self.limit = limit
    }

    /// Begins to watch.
    public func handlerAdded(context: ChannelHandlerContext) {
        lastSign = context.eventLoop.now
        schedule(context)
    }

    /// Stops watching.
    public func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
    }

    /// Notes that something of a request has come.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastSign = context.eventLoop.now
        switch unwrapInboundIn(data) {
        case .head:
            isReading = true
            answersDue += 1
        case .body: break
        case .end: isReading = false
        }
        context.fireChannelRead(data)
    }

    /// Notes that an answer is complete.
    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        if case .end = unwrapOutboundIn(data) {
            lastSign = context.eventLoop.now
            answersDue -= 1
        }
        context.write(data, promise: promise)
    }

    /// Stops watching when the response has become a stream.
    public func triggerUserOutboundEvent(
        context: ChannelHandlerContext,
        event: Any,
        promise: EventLoopPromise<Void>?
    ) {
        guard event is StreamStarted else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        check?.cancel()
        promise?.succeed()
    }

    private func schedule(_ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated().scheduleTask(
            in: max(.seconds(1), lastSign + limit - context.eventLoop.now)
        ) {
            // While an answer is being made it is the server that takes its time.
            let isWaiting = self.isReading || self.answersDue <= 0
            if isWaiting, context.eventLoop.now >= self.lastSign + self.limit {
                context.close(promise: nil)
            } else {
                self.schedule(context)
            }
        }
    }
}

@available(*, unavailable)
extension RequestTimeout: Sendable {}
