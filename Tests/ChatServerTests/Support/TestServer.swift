import ChatProtocol
import ChatStore
import Credentials
import Foundation
import HTTPTypes
import Logging
import ServiceLifecycle
import Testing

@testable import ChatServer

/// A real server in this process: its own folder, a port of the system's choice.
struct TestServer: Sendable {
    let port: Int
    /// All the addresses at which it listens.
    let places: [ListenAddress]
    let folder: String
    private let group: ServiceGroup
    let services: Services
    /// Each method and address that it answers at, such as `GET /rooms`.
    let addresses: Set<String>

    /// Runs a server for the length of a test, then stops it and removes its folder.
    ///
    /// - Parameters:
    ///   - adjust: changes the settings; posting is not limited by rate unless it says so.
    ///   - given: further settings by their keys.
    ///   - configure: changes the settings that are no limits; a password costs next to nothing
    ///     unless it says so.
    ///   - traces: where they go; `nil` for none.
    /// - Throws: what the body or the server threw.
    static func run(
        adjust: (inout ServerLimits) -> Void = { _ in },
        given: [String: String] = [:],
        configure: (inout ServerSettings) -> Void = { _ in },
        traces: Traces? = nil,
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await run(
            in: folder,
            adjust: adjust,
            given: given,
            configure: configure,
            traces: traces,
            body
        )
    }

    /// Runs a server on a folder that outlives it.
    ///
    /// - Parameters:
    ///   - store: its log; `nil` is one of the folder.
    ///   - logger: where the server tells of itself; nowhere unless given.
    /// - Throws: what the body or the server threw.
    static func run(
        in folder: String,
        store: ChatStore? = nil,
        adjust: (inout ServerLimits) -> Void = { _ in },
        given: [String: String] = [:],
        configure: (inout ServerSettings) -> Void = { _ in },
        traces: Traces? = nil,
        logger: Logger? = nil,
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let usual = ["listen": "127.0.0.1:0", "rate-limit": "0", "data": folder, "host": "x,test"]
        var settings = try ServerSettings(dataHome: folder) { given[$0] ?? usual[$0] }
        settings.passwordCost = .minimal
        // A test that starves beside others is no client that is gone: no connection is closed,
        // and no search given up, because minutes pass between two of its steps.
        settings.limits.requestSeconds = 3600
        settings.limits.stalledSeconds = 3600
        if given["search-time"] == nil { settings.limits.searchSeconds = 600 }
        adjust(&settings.limits)
        configure(&settings)
        let (addresses, listening) = AsyncStream.makeStream(
            of: [ListenAddress].self,
            bufferingPolicy: .bufferingOldest(1)
        )
        let quiet = logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let told = { @Sendable (places: [ListenAddress]) -> Void in listening.yield(places) }
        let server =
            if let store {
                try await ChatServer(
                    settings,
                    store: store,
                    logger: quiet,
                    traces: traces,
                    onListening: told
                )
            } else {
                try await ChatServer(settings, logger: quiet, traces: traces, onListening: told)
            }
        let group = ServiceGroup(configuration: .init(services: [server], logger: quiet))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let places = try #require(await addresses.first { _ in true })
            guard case .tcp(_, let port) = places.first else { throw NoPort() }
            let routes = server.routes(of: server.services, behind: server.front(at: places[0]))
            do {
                try await body(
                    TestServer(
                        port: port,
                        places: places,
                        folder: folder,
                        group: group,
                        services: server.services,
                        addresses: Set(
                            routes.addresses.flatMap { address in
                                address.methods.map { "\($0.rawValue) \(address.path)" }
                            }
                        )
                    )
                )
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// The secret that makes its holder the operator.
    func operatorToken() throws -> String {
        try String(contentsOfFile: folder + "/operator.token", encoding: .utf8)
            .filter { $0 != "\n" }
    }

    /// Tells the server to stop, as SIGTERM does.
    func stop() async {
        await group.triggerGracefulShutdown()
    }

    /// How many streams are open.
    func streamCount() async -> Int {
        await services.delivery.streamCount()
    }

    /// The most bytes that wait in the server for any one stream, without the kernel's.
    func largestBacklog() async -> Int {
        await services.delivery.largestBacklog()
    }

    private struct NoPort: Error {}
}
