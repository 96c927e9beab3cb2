import NIOCore
import NIOEmbedded
import NIOHTTP2
import TestConnections
import Testing

@testable import StreamingHTTP

/// Connections with TLS on which nothing is asked, whose clock the test moves.
@Suite struct ConnectionTimeoutTests {
    private static let preface: [UInt8] = .together(.preface, .frame(4, 0, 0, []))
    private static let unknown: [UInt8] = .frame(0xfa, 0, 0, [7])

    /// What a client of HTTP/2 may have sent before it says nothing more, and when it is closed.
    private static let silences: [([UInt8], Int64)] = [
        ([], 60), (Array(preface.prefix(20)), 60), (preface, 65),
        (.together(preface, Array(unknown.prefix(4))), 60),
        (.together(preface, Array(unknown.prefix(9))), 60),
        // The head of a request is not whole.
        (.together(preface, .frame(1, 1, 1, .getFields)), 60),
    ]

    private let loop = EmbeddedEventLoop()
    private let start: NIODeadline
    private let shared: DirectLoop
    private let timeout: ConnectionTimeout
    private let channel: EmbeddedChannel

    init() throws {
        let now = NIODeadline.now()
        start = now
        shared = DirectLoop(eventLoop: loop, requestTime: .seconds(60))
        shared.now = { now }
        timeout = ConnectionTimeout(shared: shared)
        channel = EmbeddedChannel(handlers: [timeout], loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    /// The client chooses HTTP/2.
    private func choose() throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(FramePortions(turns: shared.turns))
        try pipeline.addHandler(NIOHTTP2Handler(mode: .server, initialSettings: nioDefaultSettings))
        ConnectionTimeout.watchFrames(of: channel)
    }

    private func send(_ bytes: [UInt8]) throws {
        try channel.writeInbound(ByteBuffer(bytes: bytes))
        loop.run()
    }

    /// The clock's looks from a second on, up to and without another; true if the connection is
    /// open still.
    private func stays(_ seconds: Range<Int64>) -> Bool {
        for second in seconds { shared.tick(now: start + .seconds(second)) }
        return channel.isActive
    }

    private func makeRoom(at second: Int64) {
        let now = start + .seconds(second)
        shared.now = { now }
        shared.closeIdlest(1)
    }

    // MARK: - Time

    @Test("A client that chooses no version is closed once its time is over")
    func handshake() {
        #expect(stays(0..<60))
        #expect(!stays(60..<61))
    }

    @Test("A client of HTTP/2 that says nothing is closed, whatever it said", arguments: silences)
    func silence(sent: [UInt8], seconds: Int64) throws {
        try choose()
        try send(sent)
        #expect(stays(0..<seconds))
        #expect(!stays(seconds..<seconds + 1))
    }

    @Test("A client that asks for nothing is closed, whatever it goes on to say")
    func chatter() throws {
        try choose()
        try send(Self.preface)
        for second in 0..<65 as Range<Int64> {
            try send(Self.unknown)
            #expect(stays(second..<second + 1))
        }
        #expect(!stays(65..<66))
    }

    @Test("The time begins behind the last request, and not while one is open")
    func requests() throws {
        try choose()
        try send(Self.preface)
        timeout.streamOpened()
        timeout.streamOpened()
        timeout.streamClosed()
        #expect(stays(0..<600))
        timeout.streamClosed()
        #expect(stays(600..<650))
        timeout.streamOpened()
        timeout.streamClosed()
        #expect(stays(650..<715))
        #expect(!stays(715..<716))
    }

    @Test("A head that comes in pieces has its time as a whole, beside other requests too")
    func pieces() throws {
        try choose()
        try send(.together(Self.preface, .frame(1, 5, 1, .getFields)))
        timeout.streamOpened()
        try send(.frame(1, 1, 3, .getFields))
        for second in 0..<3 as Range<Int64> {
            #expect(stays(second * 20..<second * 20 + 20))
            try send(.frame(9, 0, 3, [0, 1, UInt8(ascii: "x"), 0]))
        }
        #expect(!stays(60..<61))
    }

    @Test("A frame behind the other may be cut each time, and a body may take its time")
    func cutFrames() throws {
        try choose()
        let body: [UInt8] = .frame(0, 0, 1, [1, 2, 3, 4, 5, 6, 7, 8])
        let (first, rest) = (Array(Self.unknown.prefix(4)), Array(Self.unknown.dropFirst(4)))
        let begun: [UInt8] = .frame(1, 4, 1, .getFields)
        try send(.together(Self.preface, begun, Array(body.dropLast())))
        timeout.streamOpened()
        #expect(stays(0..<600))
        try send(.together(Array(body.suffix(1)), first))
        for second in 600..<800 as Range<Int64> {
            #expect(stays(second..<second + 1))
            try send(.together(rest, first))
        }
    }

    @Test("A client that has chosen HTTP/1.1 is another's")
    func otherVersion() {
        ConnectionTimeout.remove(from: channel)
        #expect(stays(0..<100))
        makeRoom(at: 100)
        #expect(channel.isActive)
    }

    // MARK: - Room

    @Test("Room is made of a connection on which nothing is asked, and it is told what was taken")
    func room() throws {
        try choose()
        try send(.together(Self.preface, .frame(1, 5, 1, .getFields)))
        timeout.streamOpened()
        #expect(stays(0..<10))
        makeRoom(at: 10)
        #expect(channel.isActive, "a request is open")
        timeout.streamClosed()
        #expect(stays(10..<11))
        makeRoom(at: 10)
        #expect(channel.isActive, "one was open this moment")
        makeRoom(at: 12)
        #expect(!channel.isActive)
        let bytes = try channel.sentBytes()
        #expect(bytes.suffix(17) == [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    }

    @Test("Room is made of clients that do not come to choose a version")
    func roomOfHandshakes() {
        makeRoom(at: 4)
        #expect(channel.isActive, "a handshake takes several ways to the client and back")
        makeRoom(at: 5)
        #expect(!channel.isActive)
    }

    // MARK: - What is counted

    /// Takes what a stream brings.
    private final class Taker: ChannelInboundHandler {
        typealias InboundIn = HTTP2Frame.FramePayload

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
    }

    @Test("A stream is open for as long as its channel")
    func streams() throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(FramePortions(turns: shared.turns))
        _ = try pipeline.configureAsyncHTTP2Pipeline(mode: .server) { stream in
            stream.eventLoop.makeCompletedFuture {
                let handlers: [any ChannelHandler] = [Taker(), RequestTimeout(limit: .hours(1))]
                try stream.pipeline.syncOperations.addHandlers(handlers)
            }
        }
        ConnectionTimeout.watchFrames(of: channel)
        try send(.together(Self.preface, .frame(1, 5, 1, .getFields)))
        #expect(stays(0..<600))
        // The client resets it.
        try send(.frame(3, 0, 1, [0, 0, 0, 8]))
        #expect(stays(600..<665))
        #expect(!stays(665..<666))
    }

    @Test("What has begun and is not whole is known wherever it is cut")
    func cuts() {
        let head: [UInt8] = .together(.frame(1, 1, 1, [1, 2]), .frame(9, 4, 1, [3]))
        let body: [UInt8] = .frame(0, 0, 1, [4, 5, 6])
        let sent: [UInt8] = .together(Self.preface, head, body, Self.unknown)
        let wholes = [24, Self.preface.count, Self.preface.count + head.count]
        let bodyEnd = Self.preface.count + head.count + body.count
        var inHead: Set<Int?> = []
        for count in 0...sent.count {
            var scanner = FrameScanner()
            let scanned = scanner.scan(sent.prefix(count)) { _ in true }
            #expect(scanned == count)
            let isWhole = wholes.contains(count) || bodyEnd - 3...bodyEnd ~= count
            #expect((scanner.unfinished == nil) == (isWhole || count == sent.count), "\(count)")
            if wholes[1] + 1..<wholes[2] ~= count { inHead.insert(scanner.unfinished) }
        }
        #expect(inHead.count == 1)
    }
}
