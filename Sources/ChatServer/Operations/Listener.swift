import Foundation
import NIOCore
import NIOPosix
import ServiceLifecycle
import StreamingHTTP

/// The HTTP server; when it stops, it lets requests in progress end, and cuts those that do not.
struct Listener: Service {
    let acceptor: any Service
    let address: ListenAddress
    /// Whether the socket is the service manager's, which keeps it.
    let isInherited: Bool
    let connections: Connections
    let limits: ServerLimits

    /// Serves until the group shuts down.
    ///
    /// Suspends for as long.
    ///
    /// - Throws: a ``ServerError`` if the address cannot be listened on.
    func run() async throws {
        if !isInherited { try await refuseSocketInUse() }
        // Cancelled and awaited as soon as the server has ended.
        async let _: Void = cutLater()
        do {
            try await acceptor.run()
        } catch {
            throw ServerError(listening: address, error)
        }
        // It is gone already if someone else removed it.
        if !isInherited, case .unix(let path) = address {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// A Unix socket is made anew over an old one; one that still answers belongs to another
    /// server.
    private func refuseSocketInUse() async throws(ServerError) {
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
