import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import StreamingHTTP
import TestConnections
import Testing

@Suite("Where connections come in", .timeLimit(.minutes(1)))
struct AcceptorTests {
    @Test("A connection is served on its event loop, and has a task when it asks for one")
    func work() async throws {
        try await Greeting.serving { port, _ in
            try await RawConnection.open(port: port) { wire in
                #expect(try await wire.read(through: "\n") == "hello 1\n")
                try await wire.send("x")
                #expect(try await wire.read(through: "\n") == "task\n")
            }
        }
    }

    @Test("Beyond the limit a connection waits until another has ended")
    func limit() async throws {
        try await Greeting.serving(connections: 1) { port, _ in
            try await RawConnection.open(port: port) { first in
                #expect(try await first.read(through: "\n") == "hello 1\n")
                try await RawConnection.open(port: port) { second in
                    // Long enough for the second, if it had a turn.
                    try await first.send("x")
                    #expect(try await first.read(through: "\n") == "task\n")
                    try await first.leave()
                    #expect(try await second.read(through: "\n") == "hello 1\n")
                }
            }
        }
    }

    @Test("At the end the connections are told, and the service waits for them")
    func shutdown() async throws {
        try await Greeting.serving { port, group in
            try await RawConnection.open(port: port) { wire in
                let greeting = try await wire.read(through: "\n")
                #expect(greeting == "hello 1\n")
                await group.triggerGracefulShutdown()
                let rest = await wire.readUntilGone()
                #expect(rest == "bye\n")
            }
        }
    }

    @Test("An address that is taken is told")
    func taken() async throws {
        try await Greeting.serving { port, _ in
            let second = Acceptor(
                Greeting(),
                options: AcceptorOptions(connections: 1, backlog: 1),
                group: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                bind: { $0.bind(host: "127.0.0.1", port: port) },
                onListening: { _ in }
            )
            let error = await #expect(throws: (any Error).self) { try await second.run() }
            #expect(error is IOError)
        }
    }
}
