import HummingbirdCore
public import Logging
public import NIOCore
import NIOExtras
public import NIOPosix
public import ServiceLifecycle

/// Listens at an address, and gives a task to those connections alone that need one.
///
/// The framework's own server gives one to each, which a thread must wake for.
public struct Acceptor<Kind: ConnectionKind>: Service {
    private let kind: Kind
    private let bind: @Sendable (ServerBootstrap) -> EventLoopFuture<any Channel>
    private let options: AcceptorOptions
    private let group: any EventLoopGroup
    private let logger: Logger
    private let onListening: @Sendable (any Channel) -> Void

    /// Makes one that does not listen yet.
    ///
    /// - Parameters:
    ///   - kind: how connections are served.
    ///   - options: bounds.
    ///   - group: whose event loops serve the connections.
    ///   - logger: for what the framework has to tell.
    ///   - bind: listens where the server is to be found.
    ///   - onListening: told the listening channel once connections are taken.
    public init(
        _ kind: Kind,
        options: AcceptorOptions,
        group: any EventLoopGroup,
        logger: Logger,
        bind: @escaping @Sendable (ServerBootstrap) -> EventLoopFuture<any Channel>,
        onListening: @escaping @Sendable (any Channel) -> Void
    ) {
        self.kind = kind
        self.bind = bind
        self.options = options
        self.group = group
        self.logger = logger
        self.onListening = onListening
    }

    /// Listens until the service is shut down and every connection has ended.
    ///
    /// Suspends for as long. At the shutdown connections are told to end with what was asked.
    ///
    /// - Throws: when the address cannot be listened at.
    public func run() async throws {
        // A connection asks for one task at most: no more can wait than there are connections.
        let (works, asked) = AsyncStream.makeStream(
            of: ConnectionWork.self,
            bufferingPolicy: .bufferingOldest(options.connections)
        )
        let quiescing = ServerQuiescingHelper(group: group)
        let channel = try await bind(bootstrap(quiescing, asked)).get()
        let end: @Sendable () -> Void = {
            let gone = channel.eventLoop.makePromise(of: Void.self)
            gone.futureResult.whenComplete { _ in asked.finish() }
            quiescing.initiateShutdown(promise: gone)
        }
        // Also if it closes by itself, which ends the server.
        channel.closeFuture.whenComplete { _ in end() }
        onListening(channel)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { tasks in
                for await work in works { tasks.addTask { await work() } }
            }
        } onGracefulShutdown: {
            end()
        }
    }

    private func bootstrap(
        _ quiescing: ServerQuiescingHelper,
        _ asked: AsyncStream<ConnectionWork>.Continuation
    ) -> ServerBootstrap {
        let (options, logger, kind) = (options, logger, kind)
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: CInt(clamping: options.backlog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        AcceptGate(options: options, logger: logger) { kind.makeRoom() }
                    )
                    try pipeline.addHandler(quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { setUp($0, asked) }
    }

    private func setUp(
        _ channel: any Channel,
        _ asked: AsyncStream<ConnectionWork>.Continuation
    ) -> EventLoopFuture<Void> {
        kind.setup(channel: channel, logger: logger).map { value in
            kind.work(for: value, logger: logger).whenComplete { result in
                switch result {
                case .success(nil): break
                case .success(let work?):
                    // The server has ended: nobody is there to do it.
                    if case .enqueued = asked.yield(work) { return }
                    channel.close(promise: nil)
                case .failure(let error):
                    logger.debug("a connection came to nothing", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

/// The bounds of an ``Acceptor``.
public struct AcceptorOptions: Sendable {
    /// The most connections at a time; more are not accepted until one ends.
    public var connections: Int
    /// The most connections of one address at a time, of IPv6 of one network of 64 bits; more are
    /// closed at once.
    public var connectionsOfAddress: Int
    /// The same for addresses of this machine itself.
    public var connectionsOfLoopback: Int
    /// How many connections the kernel may hold that are not accepted yet.
    public var backlog: Int

    /// Makes the bounds.
    ///
    /// - Parameters:
    ///   - connections: the most at a time.
    ///   - connectionsOfAddress: the most of one address at a time.
    ///   - connectionsOfLoopback: the same for addresses of this machine.
    ///   - backlog: the most that wait in the kernel to be accepted.
    public init(
        connections: Int,
        connectionsOfAddress: Int = .max,
        connectionsOfLoopback: Int = .max,
        backlog: Int
    ) {
        self.connections = connections
        self.connectionsOfAddress = connectionsOfAddress
        self.connectionsOfLoopback = connectionsOfLoopback
        self.backlog = backlog
    }
}
