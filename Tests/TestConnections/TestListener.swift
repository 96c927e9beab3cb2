package import NIOCore
import NIOPosix

/// Accepts connections on a port of the system's choice, with little room in the kernel for what is
/// sent to them.
package enum TestListener {
    /// Listens for the length of a body.
    package static func run(
        setUp: @escaping @Sendable (any Channel) throws -> Void,
        _ body: (Int) async throws -> Void
    ) async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.socketOption(.so_sndbuf), value: 16_384)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setUp(channel) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(listener.localAddress?.port ?? 0)
        } catch {
            try await listener.close().get()
            throw error
        }
        try await listener.close().get()
    }
}
