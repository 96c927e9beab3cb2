public import HTTPTypes
public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// An HTTP/1.1 connection that answers some requests on its event loop and leaves the others to
/// the framework.
///
/// A connection begins with a decoder and ``DirectHandler`` alone; the framework's handlers come
/// with the first request that is the framework's. One that becomes a stream keeps neither.
public struct DirectHTTPChannel: HTTPChannelHandler, ConnectionKind {
    /// A connection and what its task waits for.
    public typealias Value = DirectConnection

    /// Answers what is left to the framework.
    public let responder: HTTPChannelHandler.Responder
    private let direct: any DirectResponder
    private let options: DirectOptions
    private let loops: [ObjectIdentifier: LoopBox]

    /// The place for what a loop's connections share.
    private struct LoopBox: Sendable {
        let eventLoop: any EventLoop
        let shared: NIOLoopBoundBox<DirectLoop?>
    }

    /// Makes the kind of connection that a server has.
    ///
    /// - Parameters:
    ///   - responder: the framework's, for all that `direct` does not pick.
    ///   - direct: picks what is answered on the event loop.
    ///   - group: whose loops serve the connections.
    ///   - options: their bounds.
    public init(
        responder: @escaping HTTPChannelHandler.Responder,
        direct: any DirectResponder,
        group: any EventLoopGroup,
        options: DirectOptions
    ) {
        self.responder = responder
        self.direct = direct
        self.options = options
        loops = group.makeIterator().reduce(into: [:]) { loops, loop in
            loops[ObjectIdentifier(loop)] = LoopBox(
                eventLoop: loop,
                shared: .makeEmptyBox(eventLoop: loop)
            )
        }
    }

    /// The most bytes of a request's head.
    var headBytes: Int { options.headBytes }

    /// Puts the decoder and the front into a connection's pipeline.
    ///
    /// - Parameters:
    ///   - channel: a connection.
    ///   - logger: for what the framework has to tell.
    /// - Returns: the connection.
    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<DirectConnection> {
        channel.eventLoop.makeCompletedFuture {
            let task = channel.eventLoop.makePromise(of: ConnectionTask.self)
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(limitConfiguration: options.decoderLimits)
            )
            try channel.pipeline.syncOperations.addHandlers([
                decoder,
                DirectHandler(
                    session: direct.session(with: channel.remoteAddress),
                    decoder: decoder,
                    shared: shared(by: channel.eventLoop),
                    task: task,
                    framework: FrameworkPipeline(
                        isPlain: options.isPlain,
                        sendsContinue: options.sendsContinue
                    ),
                    gate: options.gate
                ),
            ])
            options.connections.add(channel)
            try setBuffers(of: channel)
            return DirectConnection(channel: channel, task: task.futureResult)
        }
    }

    /// What a connection holds between two reads, and what may wait in it for a client that does
    /// not read: the mark, and one write beyond it.
    ///
    /// One read at a time, between which the front may hold the next one back.
    private func setBuffers(of channel: any Channel) throws {
        try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        try channel.syncOptions?.setOption(
            .recvAllocator,
            value: DirectHandler.reads(upTo: DirectHandler.firstReadBytes)
        )
        try channel.syncOptions?.setOption(
            .writeBufferWaterMark,
            value: .init(low: options.queueBytes / 2, high: options.queueBytes)
        )
    }

    /// What the connections of a loop share, made by the first of them; on the loop.
    func shared(by loop: any EventLoop) -> DirectLoop {
        let box = loops[ObjectIdentifier(loop)]
        if let known = box?.shared.value { return known }
        let made = DirectLoop(
            eventLoop: loop,
            requestTime: options.requestTime,
            stalledTime: options.stalledTime
        )
        // A loop of another group has nothing to share, and is served all the same.
        guard let box else { return made }
        box.shared.value = made
        made.openYield()
        return made
    }

    /// Closes some connections on which nothing is asked.
    public func makeRoom() {
        for box in loops.values {
            box.eventLoop.execute { box.shared.value?.closeIdlest(Self.closedForRoom) }
        }
    }

    /// Connections of a loop that are closed at once for others to come.
    private static let closedForRoom = 32

    /// Tells what a connection needs a task for: a request of the framework's, or a stream that
    /// has to be prepared.
    ///
    /// - Parameters:
    ///   - value: the connection.
    ///   - logger: for what the framework has to tell.
    /// - Returns: the work, which ends with the connection or with the stream's beginning.
    public func work(
        for value: DirectConnection,
        logger: Logger
    ) -> EventLoopFuture<ConnectionWork?> {
        value.task.map { task in
            switch task {
            case .conversation(let channel):
                { await handleHTTP(asyncChannel: channel, logger: logger) }
            case .task(let work): work
            case .ended: nil
            }
        }
    }
}

/// The bounds of a server's connections.
public struct DirectOptions: Sendable {
    /// How long a connection may take to send a request, or stay idle between two.
    public var requestTime: TimeAmount
    /// How long a client may take nothing of the answers that wait for it.
    public var stalledTime: TimeAmount
    /// The most bytes of a request's head.
    public var headBytes: Int
    /// The bytes that wait in a connection beyond which nothing more is written to it.
    public var queueBytes: Int
    /// Whether the connections are without TLS.
    public var isPlain: Bool
    /// Where open connections are counted.
    public var connections: Connections
    /// Whether `100 Continue` is sent at once to a client that waits for it (`Expect:
    /// 100-continue`).
    public var sendsContinue: @Sendable (HTTPRequest) -> Bool
    /// What every request has to pass.
    public var gate: any RequestGate

    /// Makes the bounds.
    ///
    /// - Parameters:
    ///   - requestTime: after which a silent connection is closed.
    ///   - stalledTime: after which a client is given up that takes nothing.
    ///   - headBytes: of a request's head, beyond which it is refused.
    ///   - queueBytes: that wait in a connection, beyond which nothing more is written to it.
    ///   - isPlain: whether the connections are without TLS.
    ///   - connections: where open connections are counted.
    ///   - sendsContinue: whether `100 Continue` is sent at once to a client that waits for it;
    ///     else whoever answers the request sends it.
    ///   - gate: what every request has to pass.
    public init(
        requestTime: TimeAmount,
        stalledTime: TimeAmount = .seconds(30),
        headBytes: Int,
        queueBytes: Int,
        isPlain: Bool,
        connections: Connections,
        sendsContinue: @escaping @Sendable (HTTPRequest) -> Bool = { _ in true },
        gate: any RequestGate = OpenGate()
    ) {
        self.requestTime = requestTime
        self.stalledTime = stalledTime
        self.headBytes = headBytes
        self.queueBytes = queueBytes
        self.isPlain = isPlain
        self.connections = connections
        self.sendsContinue = sendsContinue
        self.gate = gate
    }

    /// Twice as many as a gate may be expected to let in: the decoder does not tell whether it had
    /// too many fields or too many bytes, and the gate can count what it gets.
    private static let decodedFields = 512

    fileprivate var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldCount = Self.decodedFields
        limits.maxHeaderFieldSize = headBytes
        limits.maxHeaderListSize = headBytes
        return limits
    }
}
