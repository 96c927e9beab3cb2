import Glibc
import NIOCore
import NIOPosix
import TestConnections
import Testing

@testable import StreamingHTTP

/// A connection whose descriptor becomes another's in the moment after it was closed.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ClosedDescriptorTests {
    /// Takes a channel's descriptor as soon as it is closed, before any other handler hears of it.
    private final class Heir: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let found: EventLoopPromise<Int>

        /// - Parameter found: told how many bytes came to the descriptor's new owner.
        init(_ found: EventLoopPromise<Int>) { self.found = found }

        func channelInactive(context: ChannelHandlerContext) {
            let pair = Self.inherit(descriptor)
            context.fireChannelInactive()
            context.eventLoop.assumeIsolated().execute { self.found.succeed(Self.count(pair)) }
        }

        private var descriptor: CInt = -1

        func channelActive(context: ChannelHandlerContext) {
            let socket = try? context.pipeline.syncOperations
                .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { $0 }
            descriptor = (socket ?? nil) ?? -1
            context.fireChannelActive()
        }

        /// Makes the descriptor one end of a pair of sockets; the other end is returned.
        private static func inherit(_ descriptor: CInt) -> (own: CInt, other: CInt) {
            var ends: [CInt] = [-1, -1]
            // The kernel writes two descriptors to the array, which outlives the call.
            _ = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
            // One of them may have that very number already.
            if ends[1] == descriptor { ends.reverse() }
            if ends[0] != descriptor {
                dup2(ends[0], descriptor)
                close(ends[0])
            }
            return (descriptor, ends[1])
        }

        private static func count(_ pair: (own: CInt, other: CInt)) -> Int {
            var bytes = [UInt8](repeating: 0, count: 1024)
            // The kernel writes at most as many bytes as the array has, which outlives the call.
            let count = unsafe recv(pair.other, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            close(pair.own)
            close(pair.other)
            return max(0, count)
        }
    }

    /// Writes past the channel as soon as it is told that the channel is inactive, as a handler may
    /// that is told of an error before that.
    private final class LateWriter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var outlet = Outlet()

        func channelActive(context: ChannelHandlerContext) {
            outlet.open(PlainSocket(context.channel))
        }

        func channelInactive(context: ChannelHandlerContext) {
            outlet.write(ByteBuffer(string: "HTTP/1.1 400 Bad Request"), context)
            _ = outlet.send(context)
        }
    }

    // Seen as H2: an answer went to the stranger who had got the descriptor of a closed connection.
    @Test("Nothing is sent to a descriptor that was closed, and may be another's by now")
    func lateWrite() async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let found = loop.makePromise(of: Int.self)
        try await TestListener.run { channel in
            try channel.pipeline.syncOperations.addHandlers([Heir(found), LateWriter()])
        } _: { port in
            try await RawConnection.open(port: port) { client in try await client.reset() }
            #expect(try await found.futureResult.get() == 0)
        }
    }
}
