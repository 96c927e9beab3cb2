import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import StreamingHTTP

@Suite struct StreamHandlerTests {
    private let channel: EmbeddedChannel
    private let handler = StreamHandler(isMultiplexed: true)
    private let observer = Observer()

    /// A stream's writer that only listens.
    private final class Observer: StreamObserver {
        func streamBecameWritable() {}
        func streamClosed() {}
    }

    init() throws {
        channel = EmbeddedChannel(handler: handler)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    @Test("A stream that was handed over outlasts the framework's close, and ends by its own")
    func handedOver() throws {
        #expect(handler.start(observer: observer))
        handler.handOver()
        let closed = channel.close()
        #expect(channel.isActive)
        // The framework waits for this, and is done.
        try closed.wait()
        handler.write(ByteBuffer(string: "hi"))
        handler.flush()
        #expect(
            try channel.readOutbound(as: HTTPResponsePart.self) == .body(ByteBuffer(string: "hi"))
        )
        handler.finish()
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == .end(nil))
        #expect(!channel.isActive)
    }

    @Test("Where no stream has begun, the framework's close is one")
    func nothingHandedOver() throws {
        handler.handOver()
        try channel.close().wait()
        #expect(!channel.isActive)
    }

    @Test(
        "A connection that closes in a request's body cuts the body off",
        arguments: [true, false]
    )
    func cutOff(isWhole: Bool) throws {
        let head = HTTPRequest(method: .post, scheme: "https", authority: "a", path: "/")
        try channel.writeInbound(HTTPRequestPart.head(head))
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "half")))
        if isWhole { try channel.writeInbound(HTTPRequestPart.end(nil)) }
        let closed = channel.close()
        if isWhole {
            try closed.wait()
            try channel.throwIfErrorCaught()
        } else {
            #expect(throws: ChannelError.eof) { try channel.throwIfErrorCaught() }
        }
    }

    // An answer of HTTP/2 without a body said that its length was 0.
    @Test("An answer that can have no body tells no length", arguments: [204, 304, 200, 404])
    func bodiless(code: Int) throws {
        var head = HTTPResponse(status: .init(code: code))
        head.headerFields[.contentLength] = "0"
        head.headerFields[.connection] = "close"
        try channel.writeOutbound(HTTPResponsePart.head(head))
        let written = try channel.readOutbound(as: HTTPResponsePart.self)
        var expected = HTTPResponse(status: .init(code: code))
        if code == 200 || code == 404 { expected.headerFields[.contentLength] = "0" }
        #expect(written == .head(expected))
    }

    @Test("A stream that was handed over is cut off by its own abort")
    func aborted() {
        #expect(handler.start(observer: observer))
        handler.handOver()
        handler.abort()
        #expect(!channel.isActive)
    }
}
