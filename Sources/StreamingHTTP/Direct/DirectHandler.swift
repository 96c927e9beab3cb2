import DequeModule
import NIOCore
import NIOHTTP1

/// The front of a connection: answers directly what its responder picks, and makes room for the
/// framework, or for a stream, with the first request that is theirs.
///
/// Requests may come before earlier ones are answered; beyond ``pipelineLimit`` of them the
/// connection is not read until some are. Confined to its channel's event loop.
final class DirectHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Requests without an answer beyond which a connection is not read on.
    ///
    /// What one read brought is still taken, so that there may be some more.
    static let pipelineLimit = 256

    /// What the connection is doing.
    enum State {
        /// Between two requests.
        case idle
        /// Taking the body of a request that is to be answered.
        case body(ByteBuffer, answer: @Sendable (ByteBuffer, DirectReply) -> Void)
        /// Waiting for the end of a request that is to be a stream.
        case streamDue(Successor)
        /// Holding a request that is not ours until the earlier ones are answered.
        case held([HTTPServerRequestPart], then: Successor)
        /// Not ours any more.
        case handedOver
    }

    /// Who takes the connection over.
    enum Successor {
        case framework
        case stream(@Sendable (DirectOpening) async -> Void)
        case streamAtOnce(@Sendable (DirectOpening) -> Void)
    }

    private let session: any DirectSession
    let decoder: any RemovableChannelHandler
    let shared: DirectLoop
    let turn: EventLoopPromise<DirectTurn>
    let framework: FrameworkPipeline
    var context: ChannelHandlerContext?
    var state = State.idle
    var answers = PendingAnswers()
    var outlet = Outlet()
    var lastSign = NIODeadline.now()
    var isFlushDue = false
    var isReadHeld = false
    /// True when no further request is taken, and the connection closes after the last answer.
    var isLast = false
    var isInputClosed = false
    /// True when the connection is to end with what was asked already.
    var isQuiescing = false
    /// What came behind a request that is held, and cannot be parsed.
    var heldError: (any Error)?

    /// Makes the front of one connection.
    ///
    /// - Parameters:
    ///   - session: picks what is answered here.
    ///   - decoder: the handler before this one, which a stream does not need.
    ///   - shared: of the channel's loop.
    ///   - turn: told what the connection's task is to do.
    ///   - framework: builds the framework's part of the pipeline.
    init(
        session: any DirectSession,
        decoder: any RemovableChannelHandler,
        shared: DirectLoop,
        turn: EventLoopPromise<DirectTurn>,
        framework: FrameworkPipeline
    ) {
        self.session = session
        self.decoder = decoder
        self.shared = shared
        self.turn = turn
        self.framework = framework
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        shared.add(self)
        if context.channel.isActive { channelIsActive(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        channelIsActive(context)
        context.fireChannelActive()
    }

    private func channelIsActive(_ context: ChannelHandlerContext) {
        outlet.open(context.channel, isPlain: framework.isPlain)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        shared.remove(self)
        // Succeeds only if nobody has taken over.
        turn.succeed(.ended)
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        shared.remove(self)
        outlet.close(nil)
        turn.succeed(.ended)
        context.fireChannelInactive()
    }

    /// Closes the connection if a request, or the next one, is late.
    ///
    /// - Parameters:
    ///   - now: the loop's time.
    ///   - limit: how long nothing may come.
    func closeIfLate(now: NIODeadline, limit: TimeAmount) {
        // While an answer is being made it is the server that takes its time.
        guard answers.isEmpty, now >= lastSign + limit else { return }
        if case .handedOver = state { return }
        context?.close(promise: nil)
    }
}

// MARK: - Requests

extension DirectHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastSign = .now()
        let part = unwrapInboundIn(data)
        switch (state, part) {
        case (.handedOver, _): context.fireChannelRead(data)
        case (.idle, .head(let head)) where !isLast: began(head)
        case (.body(var body, let answer), .body(var piece)):
            // Emptied first, so that the buffer is not copied.
            state = .idle
            body.writeBuffer(&piece)
            state = .body(body, answer: answer)
        case (.body(let body, let answer), .end):
            state = .idle
            let number = answers.add()
            answer(body, DirectReply(replies: shared.replies, handler: bound, number: number))
        case (.streamDue(let successor), .end):
            state = .held([], then: successor)
            handOverIfAnswered()
        case (.held(let parts, then: .framework), _):
            state = .held(parts + [part], then: .framework)
        default: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flushNow()
        context.fireChannelReadComplete()
    }

    /// Lets the connection be read only while it takes requests.
    func read(context: ChannelHandlerContext) {
        if case .handedOver = state { return context.read() }
        guard takesRequests(context) else {
            isReadHeld = true
            return
        }
        context.read()
    }

    /// Goes on to read when the client has taken its answers.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readOnIfHeld()
        context.fireChannelWritabilityChanged()
    }

    /// Tells whether more requests can be read: not too many wait for their answers, nor too many
    /// answers for the client.
    func takesRequests(_ context: ChannelHandlerContext) -> Bool {
        answers.count < Self.pipelineLimit && !isHolding && context.channel.isWritable
    }

    var isHolding: Bool {
        if case .held = state { return true }
        return false
    }

    var bound: NIOLoopBound<DirectHandler> {
        NIOLoopBound(self, eventLoop: shared.eventLoop)
    }

    private func began(_ head: HTTPRequestHead) {
        switch head.version == .http1_1 ? session.way(of: head) : .framework {
        case .answer(let answer):
            state = .body(ByteBuffer(), answer: answer)
            isLast = !head.isKeepAlive
        case .stream(let open): state = .streamDue(.stream(open))
        case .streamAtOnce(let open): state = .streamDue(.streamAtOnce(open))
        case .framework:
            state = .held([.head(head)], then: .framework)
            handOverIfAnswered()
        }
    }
}

@available(*, unavailable)
extension DirectHandler: Sendable {}
