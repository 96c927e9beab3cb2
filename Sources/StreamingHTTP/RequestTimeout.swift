import HTTPTypes
public import NIOCore
import NIOHTTP2
public import NIOHTTPTypes

/// Closes a connection that takes too long to send a request, in all or for a part of it, or stays
/// idle between two, and one whose client takes nothing of an answer.
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
    private let stalled: TimeAmount
    /// When the client last took something of what waits for it.
    private var lastTaken: NIODeadline = .uptimeNanoseconds(0)
    private var waitingWrites = 0
    private var window: Int?
    private var lastSign: NIODeadline = .uptimeNanoseconds(0)
    private var isReading = false
    /// When the request began, and how much of its body has come.
    private var beganAt: NIODeadline = .uptimeNanoseconds(0)
    private var bodyBytes = 0
    /// Whether the answer goes on beside the request, which may take its time then.
    private var isTalk = false
    private var answersDue = 0
    private var check: Scheduled<Void>?

    /// Makes the watch of one connection.
    ///
    /// - Parameters:
    ///   - limit: how long nothing may come of a request that is due or has begun.
    ///   - stalled: how long the client may take nothing of an answer, which is held for it.
    public init(limit: TimeAmount, stalled: TimeAmount = .seconds(30)) {
        self.limit = limit
        self.stalled = stalled
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
            (beganAt, bodyBytes) = (lastSign, 0)
        case .body(let piece): bodyBytes += piece.readableBytes
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
        switch unwrapOutboundIn(data) {
        case .head(let head): isTalk = head.status.kind != .informational
        case .body: break
        case .end:
            lastSign = context.eventLoop.now
            answersDue -= 1
            isTalk = false
        }
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        if waitingWrites == 0 { lastTaken = context.eventLoop.now }
        waitingWrites += 1
        let loop = context.eventLoop
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.waitingWrites -= 1
            self.lastTaken = loop.now
        }
        context.write(data, promise: written)
    }

    /// Notes how much more the client takes: a write is done when all of it has been taken.
    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? NIOHTTP2WindowUpdatedEvent, event.outboundWindowSize != window {
            window = event.outboundWindowSize
            lastTaken = context.eventLoop.now
        }
        context.fireUserInboundEventTriggered(event)
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

    /// When the request that has begun must have come, with a second more for every so many bytes.
    private var due: NIODeadline {
        beganAt + limit + .seconds(Int64(bodyBytes / ConnectionClock.bytesPerSecond))
    }

    private func schedule(_ context: ChannelHandlerContext) {
        let idleTime = lastSign + limit - context.eventLoop.now
        check = context.eventLoop.assumeIsolated().scheduleTask(
            in: max(.seconds(1), min(idleTime, .nanoseconds(stalled.nanoseconds / 3)))
        ) {
            let now = context.eventLoop.now
            // While an answer is being made it is the server that takes its time.
            let isWaiting = self.isReading || self.answersDue <= 0
            let isIdle = isWaiting && now >= self.lastSign + self.limit
            let isLate = self.isReading && !self.isTalk && now >= self.due
            let isStalled = self.waitingWrites > 0 && now >= self.lastTaken + self.stalled
            if isIdle || isLate || isStalled {
                context.close(promise: nil)
            } else {
                self.schedule(context)
            }
        }
    }
}

@available(*, unavailable)
extension RequestTimeout: Sendable {}
