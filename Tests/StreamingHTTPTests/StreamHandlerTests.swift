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

    @Test("A stream that was handed over is cut off by its own abort")
    func aborted() {
        #expect(handler.start(observer: observer))
        handler.handOver()
        handler.abort()
        #expect(!channel.isActive)
    }
}
