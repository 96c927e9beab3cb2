import Synchronization
import TestConnections
import Testing

@testable import ChatServer

/// What a server leaves behind in its process when it has ended.
@Suite(.timeLimit(.minutes(3))) struct EndedServerTests {
    private struct Kept {
        weak var services: Services?
    }

    // Its log, its files and a pipe of each event loop stayed open: parts kept each other.
    @Test("A server that has ended, and whatever it opened, is gone")
    func gone() async throws {
        let kept = Mutex(Kept())
        try await TestServer.run { server in
            kept.withLock { $0.services = server.services }
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "GET /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n"
                )
                _ = try await client.read(through: "\"live\"")
            }
            #expect(kept.withLock { $0.services != nil })
        }
        #expect(kept.withLock { $0.services == nil })
    }
}
