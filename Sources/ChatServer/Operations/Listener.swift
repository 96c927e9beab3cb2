import NIOCore
import NIOPosix
import ServiceLifecycle
import StreamingHTTP

/// The HTTP server; when it stops, it lets requests in progress end, and cuts those that do not.
struct Listener: Service {
    let acceptor: Acceptor
    /// Those that the server opens itself.
    let addresses: [ListenAddress]
    let connections: Connections
    let limits: ServerLimits

    /// Serves until the group shuts down.
    ///
    /// Suspends for as long.
    ///
    /// - Throws: a ``ServerError`` if one of the addresses cannot be listened on.
    func run() async throws {
        for address in addresses { try await refuseSocketInUse(address) }
        // Cancelled and awaited as soon as the server has ended.
        async let _: Void = cutLater()
        try await acceptor.run()
    }

    /// A Unix socket is made anew over an old one; one that still answers belongs to another
    /// server.
    private func refuseSocketInUse(_ address: ListenAddress) async throws(ServerError) {
        guard case .unix(let path) = address else { return }
        let probe = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path)
        // That nobody answers is what is hoped for.
        guard let channel = try? await probe.get() else { return }
        channel.close(promise: nil)
        throw .listen(address, reason: "another server answers there")
    }

    private func cutLater() async {
        do {
            try await gracefulShutdown()
            try await Task.sleep(for: .seconds(limits.drainSeconds))
        } catch {
            // The server ended by itself.
            return
        }
        connections.closeAll()
    }
}
