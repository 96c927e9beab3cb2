import HTTPTypes
public import NIOCore
public import NIOHTTPTypes

/// Ends the work for a request whose client has gone before it was answered.
///
/// A client that only closed its own direction may still read: it is given ``grace`` to be
/// answered, and then counts as gone. Nothing else tells the two apart.
///
/// Confined to its channel's event loop.
public final class ClientWatch: ChannelDuplexHandler, RemovableChannelHandler {
    /// What it reads.
    public typealias InboundIn = HTTPRequestPart
    /// What it writes.
    public typealias OutboundIn = HTTPResponsePart

    /// How long a client that sends nothing more may wait for an answer to begin.
    public static let grace = TimeAmount.seconds(1)

    /// The request that is being answered, and what ends the work for it.
    private var current: (number: Int, cancel: @Sendable () -> Void)?
    private var isGone = false
    /// Answers that have begun, and whether one has not ended.
    private var begun = 0
    private var isAnswering = false
    private let isMultiplexed: Bool

    /// Makes the watch of one connection, or of one stream of a connection of HTTP/2.
    ///
    /// - Parameter isMultiplexed: whether the end of the input is just the end of the request.
    public init(isMultiplexed: Bool = false) {
        self.isMultiplexed = isMultiplexed
    }

    /// Keeps what ends the work for a request; calls it at once if the client has gone.
    ///
    /// - Parameter cancel: called once at most.
    func begin(_ number: Int, _ cancel: @escaping @Sendable () -> Void) {
        guard !isGone else { return cancel() }
        current = (number, cancel)
    }

    /// Forgets a request whose answer is made.
    func end(_ number: Int) {
        if current?.number == number { current = nil }
    }

    private func leave() {
        isGone = true
        current?.cancel()
        current = nil
    }

    /// Closes the connection unless it is answering, or began an answer since.
    private func closeUnlessAnswered(_ context: ChannelHandlerContext) {
        let before = begun
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.grace) {
            guard !self.isGone, !self.isAnswering else { return }
            if self.begun == before {
                context.close(promise: nil)
            } else {
                self.closeUnlessAnswered(context)
            }
        }
    }
}

// MARK: - Channel events

extension ClientWatch {
    /// Notes which answers have begun and ended.
    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind != .informational:
            begun += 1
            isAnswering = true
        case .end: isAnswering = false
        case .head, .body: break
        }
        context.write(data, promise: promise)
    }

    /// Gives a client that sends nothing more some time.
    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event, !isMultiplexed { closeUnlessAnswered(context) }
        context.fireUserInboundEventTriggered(event)
    }

    /// Ends the work: the client has gone.
    public func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    /// Ends the work: nobody would hear of the client any more.
    public func handlerRemoved(context: ChannelHandlerContext) {
        leave()
    }
}

@available(*, unavailable)
extension ClientWatch: Sendable {}
