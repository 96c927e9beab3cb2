import NIOCore
import NIOPosix
import Synchronization
import TestConnections
import Testing

@testable import ChatServer

/// What a server leaves behind in its process when it has ended.
@Suite(.timeLimit(.minutes(10))) struct EndedServerTests {
    private struct Kept {
        weak var delivery: Delivery?
        weak var presence: PresenceTracker?

        var isGone: Bool { delivery == nil && presence == nil }
    }

    // Its log, its files and a pipe of each event loop stayed open: these kept each other, and both
    // the log.
    @Test("Delivery and presence go with their server")
    func gone() async throws {
        let kept = Mutex(Kept())
        try await TestServer.run { server in
            let services = server.services
            kept.withLock { $0 = Kept(delivery: services.delivery, presence: services.presence) }
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "GET /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n"
                )
                _ = try await client.read(through: "\"live\"")
            }
            #expect(kept.withLock { !$0.isGone })
        }
        // What an event loop has just done may hold them for a moment more.
        while kept.withLock({ !$0.isGone }), !Task.isCancelled {
            try await MultiThreadedEventLoopGroup.singleton.next().submit {}.get()
        }
        #expect(kept.withLock { $0.isGone })
    }
}
