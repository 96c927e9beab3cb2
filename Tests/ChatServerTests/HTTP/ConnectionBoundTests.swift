import NIOCore
import NIOHTTP1
import NIOPosix
import TestConnections
import Testing

@testable import ChatServer
@testable import StreamingHTTP

/// How many connections there may be, and what becomes of who takes nothing.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ConnectionBoundTests {
    // Seen as S13: one client could take all connections.
    @Test("Connections of one address beyond its bound are closed at once")
    func perAddress() async throws {
        try await TestServer.wired(given: ["connections-per-address": "2"]) { server, first in
            try await health(first)
            try await RawConnection.open(port: server.port) { second in
                try await health(second)
                try await RawConnection.open(port: server.port) { third in
                    let rest = try await third.readToEnd()
                    #expect(rest.isEmpty)
                }
                try await health(first)
            }
        }
    }

    @Test("Where there are as many as may be, one that asks for nothing makes room for another")
    func room() async throws {
        try await TestServer.wired(adjust: { $0.connections = 1 }) { server, idle in
            try await health(idle)
            try await RawConnection.open(port: server.port) { other in
                try await health(other)
                #expect(try await idle.readToEnd().isEmpty)
            }
        }
    }

    // Seen as S13, S35 and running F2: more connections were taken than there were descriptors.
    @Test(
        "Connections fit the descriptors, and leave one for a file of each",
        arguments: [
            (20_000, 256, 9, 96), (20_000, 256, 120, 52), (20_000, 256, 300, 1),
            (20_000, 1_000_000, 9, 20_000), (50, 256, 9, 50), (9, 10, 9, 1),
        ]
    )
    func descriptors(wanted: Int, descriptors: Int, open: Int, fit: Int) {
        let found = DescriptorLimit.connections(
            wanted: wanted,
            reserved: 64,
            uploads: 0,
            descriptors: descriptors,
            open: open
        )
        #expect(found == fit)
        // With an upload over each.
        #expect(found == 1 || open + 2 * found <= descriptors)
    }

    // Where many descriptors were open at the start, half of the uploads' were connections'.
    @Test(
        "Connections leave the unfinished uploads theirs, however many descriptors are open",
        arguments: [(256, 9), (256, 93), (256, 140), (1_024, 9), (1_024, 500), (1_000_000, 9)]
    )
    func both(descriptors: Int, open: Int) {
        let uploads = DescriptorLimit.uploads(wanted: 256, descriptors: descriptors)
        func connections(_ uploads: Int, _ descriptors: Int) -> Int {
            DescriptorLimit.connections(
                wanted: .max,
                reserved: 64,
                uploads: uploads,
                descriptors: descriptors,
                open: open
            )
        }
        let found = connections(uploads, descriptors)
        #expect(found == connections(0, descriptors - uploads))
        // Beside them the half of what is reserved, for the log.
        #expect(open + 32 + uploads + 2 * found <= descriptors)
    }

    // Seen: 160 uploads of two bytes each held the descriptors of 64 connections for a day.
    @Test(
        "Unfinished uploads have descriptors of their own, and never many of them",
        arguments: [(256, 16), (1_024, 64), (1_000_000, 256), (9, 1)]
    )
    func uploads(descriptors: Int, count: Int) {
        #expect(DescriptorLimit.uploads(wanted: 256, descriptors: descriptors) == count)
    }

    @Test("A server needs some descriptors to start, and more for more event loops")
    func leastDescriptors() {
        #expect(DescriptorLimit.least(loops: 1, open: 5) == 40)
        #expect(DescriptorLimit.least(loops: 63, open: 5) == 226)
    }

    @Test(
        "No address of another machine may have all connections, unless a setting says so",
        arguments: [(20_000, 1000), (4000, 1000), (480, 120), (96, 24), (3, 1), (1, 1)]
    )
    func share(all: Int, ofOne: Int) {
        var limits = ServerLimits()
        #expect(limits.connectionsOfOthers(among: all) == ofOne)
        #expect(limits.connectionsOfLoopback == .max)
        limits.connectionsOfAddress = 500
        #expect(limits.connectionsOfOthers(among: all) == 500)
        #expect(limits.connectionsOfLoopback == 500)
    }

    private final class LongAnswers: DirectSession {
        func way(of head: HTTPRequestHead) -> DirectWay {
            .answer { _, reply in
                reply.send {
                    let body = [UInt8](repeating: UInt8(ascii: "x"), count: 16_000_000)
                    return DirectResponse(status: "200 OK", fields: [], body: body)
                }
            }
        }
    }

    // Seen as S6: with a second request behind it, an answer that nobody read was held for ever.
    @Test("A client that takes nothing of its answers is cut off, whatever it asked behind them")
    func unread() async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let closed = loop.makePromise(of: Void.self)
        try await TestListener.run { channel in
            let decoder = ByteToMessageHandler(HTTPRequestDecoder())
            let handler = DirectHandler(
                session: LongAnswers(),
                decoder: decoder,
                shared: DirectLoop(
                    eventLoop: channel.eventLoop,
                    requestTime: .seconds(60),
                    stalledTime: .seconds(1)
                ),
                task: channel.eventLoop.makePromise(of: ConnectionTask.self),
                framework: FrameworkPipeline(isPlain: true)
            )
            try channel.pipeline.syncOperations.addHandlers([decoder, handler])
            channel.closeFuture.cascade(to: closed)
        } _: { port in
            let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.autoRead, value: false)
                .connect(host: "127.0.0.1", port: port).get()
            let post = RawConnection.post("/post", "x")
            try await client.writeAndFlush(ByteBuffer(string: post + post))
            try await closed.futureResult.get()
            try await client.close()
        }
    }

    @Test(
        "An address of IPv4 is counted for itself, and one of IPv6 for its network",
        arguments: [
            ("10.0.0.1", "10.0.0.2", false), ("10.0.0.1", "::ffff:10.0.0.1", true),
            ("2001:db8::1", "2001:db8::ffff:2", true), ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::1", "::2", false),
        ]
    )
    func networks(one: String, other: String, isSame: Bool) throws {
        let one = try #require(IPAddress(one))
        let other = try #require(IPAddress(other))
        #expect((one.network == other.network) == isSame)
    }

    @Test("What is no address is none", arguments: ["", "127.1", "1.2.3.4.5", "::g", "0x7f.0.0.1"])
    func noAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }

    private func health(_ client: RawConnection) async throws {
        try await client.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await client.answer().status == 200)
    }
}
