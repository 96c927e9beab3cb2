public import Logging
public import NIOCore
import NIOExtras
import NIOPosix
public import ServiceLifecycle

/// Listens at one address or several, and gives a task to those connections alone that need one.
///
/// The framework's own server gives one to each, which a thread must wake for.
public struct Acceptor: Service {
    private let places: [AcceptorPlace]
    private let options: AcceptorOptions
    private let group: any EventLoopGroup
    private let logger: Logger
    private let onListening: @Sendable ([any Channel]) -> Void

    /// Makes one that does not listen yet.
    ///
    /// - Parameters:
    ///   - places: where it is to listen, one or more.
    ///   - options: bounds, of all places together.
    ///   - group: whose event loops serve the connections.
    ///   - logger: for what the framework has to tell.
    ///   - onListening: told the listening channels, in the places' order, once connections are
    ///     taken.
    public init(
        _ places: [AcceptorPlace],
        options: AcceptorOptions,
        group: any EventLoopGroup,
        logger: Logger,
        onListening: @escaping @Sendable ([any Channel]) -> Void
    ) {
        self.places = places
        self.options = options
        self.group = group
        self.logger = logger
        self.onListening = onListening
    }

    /// Listens until the service is shut down and every connection has ended.
    ///
    /// Suspends for as long. At the shutdown connections are told to end with what was asked.
    ///
    /// - Throws: when one of the addresses cannot be listened at; no connection was taken at the
    ///   others then.
    public func run() async throws {
        // A connection asks for one task at most: no more can wait than there are connections.
        let (works, asked) = AsyncStream.makeStream(
            of: ConnectionWork.self,
            bufferingPolicy: .bufferingOldest(options.connections)
        )
        let quiescing = places.map { _ in ServerQuiescingHelper(group: group) }
        let channels = try await bind(quiescing, asked)
        let end: @Sendable () -> Void = {
            let loop = group.any()
            let gone = quiescing.map { helper in
                let promise = loop.makePromise(of: Void.self)
                helper.initiateShutdown(promise: promise)
                return promise.futureResult
            }
            EventLoopFuture.whenAllComplete(gone, on: loop).whenComplete { _ in asked.finish() }
        }
        for channel in channels {
            // Also if it closes by itself, which ends the server.
            channel.closeFuture.whenComplete { _ in end() }
        }
        await take(channels)
        onListening(channels)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { tasks in
                for await work in works { tasks.addTask { await work() } }
            }
        } onGracefulShutdown: {
            end()
        }
    }

    /// Listens at all places, or at none; nothing is accepted yet.
    private func bind(
        _ quiescing: [ServerQuiescingHelper],
        _ asked: AsyncStream<ConnectionWork>.Continuation
    ) async throws -> [any Channel] {
        // One loop accepts at all of them, so that they share their counts.
        let loop = group.next()
        let counts = NIOLoopBoundBox.makeBoxSendingValue(AcceptCounts(), eventLoop: loop)
        var channels: [any Channel] = []
        do {
            for (place, quiescing) in zip(places, quiescing) {
                let bootstrap = bootstrap(place, loop, counts, quiescing, asked)
                channels.append(try await place.bind(bootstrap).get())
            }
        } catch {
            // What they fail with is of no interest beside what came before.
            for channel in channels { try? await channel.close() }
            throw error
        }
        return channels
    }

    /// Begins to accept.
    private func take(_ channels: [any Channel]) async {
        for channel in channels {
            // One that has closed by now takes nothing, and ends the server.
            try? await channel.setOption(.autoRead, value: true).get()
        }
    }

    private func bootstrap(
        _ place: AcceptorPlace,
        _ loop: any EventLoop,
        _ counts: NIOLoopBoundBox<AcceptCounts>,
        _ quiescing: ServerQuiescingHelper,
        _ asked: AsyncStream<ConnectionWork>.Continuation
    ) -> ServerBootstrap {
        let (options, logger) = (options, logger)
        return ServerBootstrap(group: loop, childGroup: group)
            .serverChannelOption(.backlog, value: CInt(clamping: options.backlog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.autoRead, value: false)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        AcceptGate(options: options, counts: counts.value, logger: logger) {
                            for place in places { place.makeRoom() }
                        }
                    )
                    try pipeline.addHandler(quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { place.setUp($0, logger, asked) }
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
