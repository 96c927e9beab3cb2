import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import StreamingHTTP
import TestConnections

/// A server on a free port for the length of a test.
enum LiveServer {
    /// Serves some routes while a body runs, over one kind of connection.
    static func serving(
        by server: HTTPServerBuilder = .http1(),
        _ addRoutes: (Router<BasicStreamingContext>) -> Void,
        _ body: @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws {
        let router = Router(context: BasicStreamingContext.self)
        addRoutes(router)
        try await serve(router.buildResponder(), by: server, body)
    }

    /// Serves some routes, over one kind of connection, while a client has one.
    static func serving(
        by server: HTTPServerBuilder = .http1(),
        _ addRoutes: (Router<BasicStreamingContext>) -> Void,
        client: @Sendable (RawConnection) async throws -> Void
    ) async throws {
        try await serving(by: server, addRoutes) { port, _ in
            try await RawConnection.open(port: port) { try await client($0) }
        }
    }

    /// Serves a router of any context.
    static func serve<Context: RequestContext>(
        _ router: Router<Context>,
        _ body: @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws where Context.Source == ApplicationRequestContextSource {
        try await serve(router.buildResponder(), body)
    }

    /// Serves what answers requests, over one kind of connection.
    static func serve<Responder: HTTPResponder>(
        _ responder: Responder,
        by kind: HTTPServerBuilder = .http1(),
        _ body: @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        let (ports, port) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = Application(
            responder: responder,
            server: kind,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: logger
        )
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: server)], logger: logger)
        )
        try await run(group, listening: ports, body)
    }

    /// Runs services until a body is done that begins once they listen.
    static func run<Place: Sendable>(
        _ group: ServiceGroup,
        listening places: AsyncStream<Place>,
        _ body: (Place, ServiceGroup) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await place in places {
                try await body(place, group)
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// Something that happens once, for a test to wait for.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// Makes one that has not happened.
    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Lets it happen.
    func fire() { continuation.finish() }

    /// Suspends until it has happened.
    func wait() async { for await _ in stream {} }
}
