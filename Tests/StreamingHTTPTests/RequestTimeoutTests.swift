import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP2
import NIOHTTPTypes
import Testing

@testable import StreamingHTTP

@Suite struct RequestTimeoutTests {
    private let channel: EmbeddedChannel
    private let loop = EmbeddedEventLoop()
    private let observer = Observer()

    /// A stream's writer that only listens.
    private final class Observer: StreamObserver {
        var isClosed = false

        func streamBecameWritable() {}

        func streamClosed() {
            isClosed = true
        }
    }

    init() throws {
        channel = EmbeddedChannel(
            handlers: [RequestTimeout(limit: .seconds(60)), StreamHandler()],
            loop: loop
        )
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func read(_ part: HTTPRequestPart) throws {
        _ = try channel.writeInbound(part)
    }

    private let head = HTTPRequestPart.head(
        HTTPRequest(method: .put, scheme: "http", authority: "x", path: "/")
    )

    @Test("A connection on which nothing is asked is closed")
    func idle() {
        loop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("A client that takes nothing of its answer is given up, one that takes some is not")
    func stalled() throws {
        try read(head)
        try read(.end(nil))
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        for size in 1...5 {
            loop.advanceTime(by: .seconds(25))
            #expect(channel.isActive)
            channel.pipeline.fireUserInboundEventTriggered(
                NIOHTTP2WindowUpdatedEvent(
                    streamID: 1,
                    inboundWindowSize: nil,
                    outboundWindowSize: size
                )
            )
        }
        loop.advanceTime(by: .seconds(41))
        #expect(!channel.isActive)
    }

    @Test("An answer that was taken whole leaves its connection the time of the next request")
    func taken() throws {
        try read(head)
        try read(.end(nil))
        channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        channel.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        loop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    /// Takes a part of a body that the server has waited for.
    private func takeBody(_ count: Int, after time: TimeAmount) throws {
        channel.read()
        loop.advanceTime(by: time)
        guard channel.isActive else { return }
        try read(.body(ByteBuffer(repeating: 0, count: count)))
    }

    @Test("A request that stops in the middle is closed, one that goes on is not")
    func slowRequest() throws {
        try read(head)
        for _ in 0..<5 { try takeBody(25_000, after: .seconds(50)) }
        #expect(channel.isActive)
        channel.read()
        loop.advanceTime(by: .seconds(70))
        #expect(!channel.isActive)
    }

    @Test("A body that comes by a byte now and then is closed once its time is over")
    func trickle() throws {
        try read(head)
        for _ in 0..<11 { try takeBody(1, after: .seconds(5)) }
        #expect(channel.isActive)
        for _ in 0..<4 { try takeBody(1, after: .seconds(5)) }
        #expect(!channel.isActive)
    }

    @Test("So is one that comes so behind an answer that is whole")
    func behindAnswer() throws {
        try read(head)
        channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .notFound)), promise: nil)
        channel.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        for _ in 0..<11 { try takeBody(1, after: .seconds(5)) }
        #expect(channel.isActive)
        for _ in 0..<4 { try takeBody(1, after: .seconds(5)) }
        #expect(!channel.isActive)
    }

    @Test("Time in which the server does not read is not the client's")
    func heldBack() throws {
        try read(head)
        loop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
    }

    @Test("A body beside which the answer goes on may take its time")
    func talk() throws {
        try read(head)
        channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        for _ in 0..<20 { try takeBody(1, after: .seconds(50)) }
        #expect(channel.isActive)
    }

    @Test("While an answer is due the connection stays, however long that takes")
    func slowAnswer() throws {
        try read(head)
        try read(.end(nil))
        loop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        channel.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        loop.advanceTime(by: .seconds(60))
        #expect(!channel.isActive)
    }

    @Test("A two-way stream stays, though its request never ends and nothing is said")
    func twoWay() throws {
        try read(head)
        let handler = try channel.pipeline.syncOperations.handler(type: StreamHandler.self)
        #expect(handler.start(observer: observer))
        loop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        #expect(!observer.isClosed)
    }
}
