import NIOCore
import Synchronization

/// The bytes that have gone over connections since the start: what sockets brought and were given,
/// heads and TLS included.
public final class Traffic: Sendable {
    private let brought = Atomic<Int>(0)
    private let given = Atomic<Int>(0)

    /// Bytes from clients; does not suspend.
    public var received: Int { brought.load(ordering: .relaxed) }

    /// Bytes to clients; does not suspend.
    public var sent: Int { given.load(ordering: .relaxed) }

    func add(received count: Int) { brought.wrappingAdd(count, ordering: .relaxed) }

    func add(sent count: Int) { given.wrappingAdd(count, ordering: .relaxed) }
}

/// Counts a connection's bytes, next to its socket.
final class TrafficHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData

    let traffic: Traffic

    init(_ traffic: Traffic) {
        self.traffic = traffic
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        traffic.add(received: unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        traffic.add(sent: unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}

@available(*, unavailable)
extension TrafficHandler: Sendable {}
