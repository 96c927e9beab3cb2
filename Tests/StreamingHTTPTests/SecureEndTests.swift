import NIOCore
import NIOEmbedded
import Testing

@testable import StreamingHTTP

/// A connection with TLS that the server closes.
@Suite struct SecureEndTests {
    /// What TLS does where its farewell waits for the client's: it closes nothing.
    private final class Waiting: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer

        func close(
            context: ChannelHandlerContext,
            mode: CloseMode,
            promise: EventLoopPromise<Void>?
        ) {
            promise?.succeed()
        }
    }

    /// A socket that takes nothing for now.
    private final class Stalled: ChannelOutboundHandler {
        typealias OutboundIn = IOData

        var waiting: [EventLoopPromise<Void>?] = []

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            waiting.append(promise)
        }
    }

    private func open(over socket: Stalled? = nil) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        let pipeline = channel.pipeline.syncOperations
        if let socket { try pipeline.addHandler(socket) }
        try pipeline.addHandlers(SecureEnd.handlers(around: Waiting()))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private func endInput(of channel: EmbeddedChannel) {
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    @Test("Ends with the client's side, whichever was first, and not after the time of TLS")
    func bothSides() throws {
        let closed = try open()
        closed.close(promise: nil)
        #expect(closed.isActive)
        endInput(of: closed)
        #expect(!closed.isActive)
        let left = try open()
        endInput(of: left)
        #expect(left.isActive)
        left.close(promise: nil)
        #expect(!left.isActive)
    }

    @Test("Stays where the server has more to say")
    func halfClosed() throws {
        let channel = try open()
        channel.close(mode: .output, promise: nil)
        endInput(of: channel)
        #expect(channel.isActive)
    }

    @Test("Ends behind what the socket has not taken yet")
    func unsent() throws {
        let socket = Stalled()
        let channel = try open(over: socket)
        channel.close(promise: nil)
        endInput(of: channel)
        #expect(channel.isActive && socket.waiting.count == 1)
        for promise in socket.waiting { promise?.succeed() }
        #expect(!channel.isActive)
    }
}
