import DequeModule
import NIOCore
import NIOHTTP1
import Tracing

/// The front of a connection: puts its requests in order, answers directly what its responder
/// picks, gives the framework one request after the other, and leaves the connection to a stream.
///
/// A request that has to wait for the answers to those before it is held, and so are those behind
/// it; nothing more is read meanwhile. Confined to its channel's event loop.
final class DirectHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = IOData
    typealias OutboundOut = ByteBuffer

    /// Requests without an answer beyond which a connection is not read on.
    ///
    /// What one read brought is still taken, so that there may be some more.
    static let pipelineLimit = 256
    /// Parts of requests that are held; a connection that brings more in one read is closed behind
    /// the answers to those that are held whole.
    static let heldLimit = 4096

    /// What the connection is doing.
    enum State {
        /// Between two requests.
        case idle
        /// Taking the body of a request that is to be answered.
        case body(ByteBuffer, answer: @Sendable (ByteBuffer, DirectReply) -> Void)
        /// Waiting for the end of a request that is to be a stream.
        case streamDue(Opener)
        /// Holding such a request until the earlier ones are answered.
        case streamHeld(Opener)
        /// Holding the framework's next request until the earlier ones are answered and there is
        /// room for its answer.
        case waiting
        /// Giving a request to the framework, or waiting for the framework's answer to it.
        case asking(AskedRequest)
        /// A stream's: no request is taken any more.
        case handedOver
        /// Closing: what still comes is dropped.
        case closing(since: NIODeadline)
    }

    /// What makes a stream of the connection.
    enum Opener {
        case stream(@Sendable (DirectOpening) async -> Void)
        case streamAtOnce(@Sendable (DirectOpening) -> Void)
    }

    let session: any DirectSession
    let decoder: any RemovableChannelHandler
    let shared: DirectLoop
    let task: EventLoopPromise<ConnectionTask>
    let framework: FrameworkPipeline
    let gate: any RequestGate
    var context: ChannelHandlerContext?
    var state = State.idle
    var answers = PendingAnswers()
    /// What is kept of the request that was begun last, of those that are answered here.
    var mark = RequestMark()
    /// A head that the gate let pass, if it was small.
    var passed: HTTPRequestHead?
    var held: Deque<HTTPServerRequestPart> = []
    /// True while held requests wait for others to have their turn.
    var awaitsTurn = false
    /// Gives the decoder what is read in portions; `nil` on a connection that brings little.
    var portions: ReadPortions?
    /// All parts that came, and those of the present read.
    var partCount = 0
    var partsOfRead = 0
    /// Bytes of bodies that the present read brought.
    var bytesOfRead = 0
    /// Bytes of the present request that are to come, where portions are given and it tells.
    var bodyLeft = 0
    var chunks = ChunkOverhead()
    var outlet = Outlet()
    /// The connection's, while its channel is active; `nil` where TLS stands between.
    var socket: PlainSocket?
    var clock: ConnectionClock
    var isFlushDue = false
    var isReadHeld = false
    /// True when no further request is taken, and the connection closes after the last answer.
    var isLast = false
    /// True when the client is known to be sending still as the connection closes.
    var isCutShort = false
    var isInputClosed = false
    /// True when more was sent without waiting than is held: the rest is dropped.
    var isOverfull = false
    /// True when the connection is to end with what was asked already.
    var isQuiescing = false
    /// True once the framework's handlers stand behind this one.
    var hasFramework = false
    /// True while held requests are being taken, so that it is not begun inside itself.
    var isGoingOn = false
    /// What came behind a request that is held, and cannot be parsed.
    var heldError: (any Error)?

    /// Makes the front of one connection.
    ///
    /// - Parameters:
    ///   - session: picks what is answered here.
    ///   - decoder: the handler before this one, which a stream does not need.
    ///   - task: told what the connection's task is to do.
    ///   - framework: builds the framework's part of the pipeline.
    ///   - gate: what every request has to pass.
    init(
        session: any DirectSession,
        decoder: any RemovableChannelHandler,
        shared: DirectLoop,
        task: EventLoopPromise<ConnectionTask>,
        framework: FrameworkPipeline,
        gate: any RequestGate = OpenGate()
    ) {
        self.session = session
        self.decoder = decoder
        self.shared = shared
        self.task = task
        self.framework = framework
        self.gate = gate
        clock = ConnectionClock(now: shared.now())
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        shared.add(self)
        // A record of TLS is taken apart as a whole.
        if !framework.isPlain { addPortions(context) }
        if context.channel.isActive { channelIsActive(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        channelIsActive(context)
        context.fireChannelActive()
    }

    private func channelIsActive(_ context: ChannelHandlerContext) {
        socket = framework.isPlain ? PlainSocket(context.channel) : nil
        outlet.open(socket)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        shared.remove(self)
        // Succeeds only if nobody has taken over.
        task.succeed(.ended)
        self.context = nil
        portions = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        shared.remove(self)
        outlet.close(nil)
        held = []
        endUnanswered()
        task.succeed(.ended)
        context.fireChannelInactive()
    }

    /// Ends the span of a request of which no more comes.
    private func endUnanswered() {
        switch state {
        case .body, .streamDue, .streamHeld: mark.span?.end()
        default: break
        }
    }

    var bound: NIOLoopBound<DirectHandler> {
        NIOLoopBound(self, eventLoop: shared.eventLoop)
    }
}

/// One request of the framework's.
struct AskedRequest {
    /// Whether the client speaks HTTP/1.0.
    let isVersion0: Bool
    /// Whether the answer has no body, whatever its head says.
    let isHead: Bool
    /// Whether the client waits to be asked for the body.
    var awaitsContinue: Bool
    /// Whether all of the request has come.
    var isWhole = false
    /// Whether the head of the answer has been written.
    var isBegun = false
    /// Whether the answer is complete.
    var isAnswered = false
    /// Whether the answer is a stream, which has its own rules of time.
    var isStream = false

    /// Whether the answer goes on beside the request, which may take its time then: once it is
    /// complete nobody waits for the rest of what was asked.
    var isTalk: Bool { isBegun && !isAnswered }
}

@available(*, unavailable)
extension DirectHandler: Sendable {}
