import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import StreamingHTTP
import TestConnections
import Testing

@Suite("Where connections come in", .timeLimit(.minutes(10)))
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

    @Test("What may be open at once is counted at all places together")
    func together() async throws {
        try await Greeting.serving(places: 2, connections: 1) { ports, _ in
            try await RawConnection.open(port: ports[0]) { first in
                #expect(try await first.read(through: "\n") == "hello 1\n")
                try await RawConnection.open(port: ports[1]) { second in
                    // Long enough for the second, if it had a turn.
                    try await first.send("x")
                    #expect(try await first.read(through: "\n") == "task\n")
                    try await second.send("x")
                    try await first.leave()
                    #expect(try await second.read(through: "\n") == "hello 1\n")
                }
            }
        }
    }

    @Test("At the end the connections of all places are told")
    func ending() async throws {
        try await Greeting.serving(places: 2, connections: 9) { ports, group in
            try await RawConnection.open(port: ports[0]) { first in
                try await RawConnection.open(port: ports[1]) { second in
                    for wire in [first, second] { _ = try await wire.read(through: "\n") }
                    await group.triggerGracefulShutdown()
                    for wire in [first, second] {
                        let rest = await wire.readUntilGone()
                        #expect(rest == "bye\n")
                    }
                }
            }
        }
    }

    @Test("An address that is taken is told, and the others are left")
    func taken() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let bound = group.next().makePromise(of: (any Channel).self)
        let free = AcceptorPlace(Greeting()) { bootstrap in
            let channel = bootstrap.bind(host: "127.0.0.1", port: 0)
            channel.cascade(to: bound)
            return channel
        }
        try await Greeting.serving { port, _ in
            let second = Acceptor(
                [free, Greeting.place(port: port)],
                options: AcceptorOptions(connections: 1, backlog: 1),
                group: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                onListening: { _ in }
            )
            let error = await #expect(throws: (any Error).self) { try await second.run() }
            #expect(error is IOError)
            // Its port may be another test's by now: the listener itself is looked at.
            try await bound.futureResult.get().closeFuture.get()
        }
    }
}
