import HTTPTypes
public import NIOCore
import NIOHTTP2
public import NIOHTTPTypes

/// Closes a connection that takes too long to send a request, or stays idle between two, and one
/// whose client takes nothing of an answer.
///
/// A request has the time that it has on a connection of HTTP/1 (``ConnectionClock``).
///
/// Once the response is a stream the time no longer counts: a two-way stream's request may go on
/// for hours, with nothing said. Stands before ``StreamHandler``, which tells it of that.
public final class RequestTimeout: ChannelDuplexHandler, RemovableChannelHandler {
    /// What it reads.
    public typealias InboundIn = HTTPRequestPart
    /// What it writes.
    public typealias OutboundIn = HTTPResponsePart

    private let limit: TimeAmount
    private let stalled: TimeAmount
    /// When the client last took something of what waits for it.
    private var lastTaken: NIODeadline = .uptimeNanoseconds(0)
    private var waitingWrites = 0
    private var window: Int?
    private var clock = ConnectionClock(now: .uptimeNanoseconds(0))
    private var isReading = false
    /// Whether the head of the last answer that is due has been written.
    private var isBegun = false
    private var answersDue = 0
    private var check: Scheduled<Void>?
    /// Of the connection that the channel is a stream of; `nil` where it is none.
    private var connection: ConnectionTimeout?

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
        clock = ConnectionClock(now: context.eventLoop.now)
        connection = ConnectionTimeout.of(context.channel.parent)
        connection?.streamOpened()
        schedule(context)
    }

    /// Stops watching.
    public func handlerRemoved(context: ChannelHandlerContext) {
        connection.take()?.streamClosed()
        check?.cancel()
    }

    /// Notes that something of a request has come.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReading = true
            isBegun = false
            answersDue += 1
            clock.began()
            clock.came(0, context.eventLoop.now)
        case .body(let bytes): clock.came(bytes.readableBytes, context.eventLoop.now)
        case .end:
            isReading = false
            clock.came(0, context.eventLoop.now)
        }
        context.fireChannelRead(data)
    }

    /// Notes that it is the client that takes its time from now on.
    public func read(context: ChannelHandlerContext) {
        clock.reads(context.eventLoop.now)
        context.read()
    }

    /// Notes that an answer has begun, or is complete.
    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isBegun = isBegun || head.status.kind != .informational
        case .body: break
        case .end:
            clock.lastSign = context.eventLoop.now
            answersDue -= 1
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

    private func schedule(_ context: ChannelHandlerContext) {
        let idleTime = clock.lastSign + limit - context.eventLoop.now
        check = context.eventLoop.assumeIsolated().scheduleTask(
            in: max(.seconds(1), min(idleTime, .nanoseconds(stalled.nanoseconds / 3)))
        ) {
            let now = context.eventLoop.now
            let isStalled = self.waitingWrites > 0 && now >= self.lastTaken + self.stalled
            if isStalled || self.isLate(now) {
                context.close(promise: nil)
            } else {
                self.schedule(context)
            }
        }
    }

    /// Whether the client is late with a request, or asks for nothing.
    private func isLate(_ now: NIODeadline) -> Bool {
        // While an answer is being made it is the server that takes its time.
        if answersDue <= 0, now >= clock.lastSign + limit { return true }
        // Behind a whole answer nobody waits for the rest of what was asked.
        let isTalk = isBegun && answersDue > 0
        return isReading && clock.isLate(now, limit: limit, isTalk: isTalk)
    }
}

@available(*, unavailable)
extension RequestTimeout: Sendable {}
