import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import StreamingHTTP
import Synchronization

/// Connections that are greeted on their event loop, and have a task only for who says something.
struct Greeting: ConnectionKind {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let work: EventLoopFuture<ConnectionWork?>
    }

    /// How many are open now.
    private let open = Count()

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let work = channel.eventLoop.makePromise(of: ConnectionWork?.self)
            try channel.pipeline.syncOperations.addHandler(Greeter(work: work, open: open))
            return Value(channel: channel, work: work.futureResult)
        }
    }

    func work(for value: Value, logger: Logger) -> EventLoopFuture<ConnectionWork?> { value.work }

    /// Serves on a free port while a body runs, and waits for the end.
    static func serving(
        connections: Int = 16,
        _ body: @escaping @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws {
        try await serving(places: 1, connections: connections) { ports, group in
            try await body(ports[0], group)
        }
    }

    /// A place at a port of this machine.
    static func place(port: Int) -> AcceptorPlace {
        AcceptorPlace(Greeting()) { $0.bind(host: "127.0.0.1", port: port) }
    }

    /// Serves on several free ports while a body runs, and waits for the end.
    static func serving(
        places: Int,
        connections: Int,
        _ body: @escaping @Sendable ([Int], ServiceGroup) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream<[Int]>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let acceptor = Acceptor(
            (0..<places).map { _ in place(port: 0) },
            options: AcceptorOptions(connections: connections, backlog: 16),
            group: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            onListening: { port.yield($0.map { $0.localAddress?.port ?? 0 }) }
        )
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: acceptor)], logger: logger)
        )
        try await LiveServer.run(group, listening: ports, body)
    }
}

/// A number that many may change.
private final class Count: Sendable {
    private let value = Mutex(0)

    func add(_ step: Int) -> Int {
        value.withLock {
            $0 += step; return $0
        }
    }
}

/// Says `hello` and how many are open, has a task say `task` to who says something, and `bye` at
/// the end.
private final class Greeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let work: EventLoopPromise<ConnectionWork?>
    private let open: Count

    init(work: EventLoopPromise<ConnectionWork?>, open: Count) {
        self.work = work
        self.open = open
    }

    func channelActive(context: ChannelHandlerContext) {
        context.channel.writeAndFlush(ByteBuffer(string: "hello \(open.add(1))\n"), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = context.channel
        work.succeed { channel.writeAndFlush(ByteBuffer(string: "task\n"), promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        _ = open.add(-1)
        work.succeed(nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { return context.close(promise: nil) }
        guard event is ChannelShouldQuiesceEvent else { return }
        let channel = context.channel
        channel.writeAndFlush(ByteBuffer(string: "bye\n"))
            .whenComplete { _ in channel.close(promise: nil) }
    }
}
