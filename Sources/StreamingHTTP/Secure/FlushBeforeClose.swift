import NIOCore
import NIOSSL

/// Sends what waits on a connection of HTTP/2 before the connection is closed.
///
/// While a server stops, the framework closes a connection in the middle of the write of its last
/// stream's end. That end has not been flushed then, and TLS drops what has not: the client has
/// every byte and still takes its answer for one that was cut off.
final class FlushBeforeClose: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Puts one under a connection's HTTP/2, if it has TLS and none stands there.
    ///
    /// - Parameter connection: of HTTP/2, on its event loop.
    static func setUp(_ connection: any Channel) {
        let pipeline = connection.pipeline.syncOperations
        // What is missing is no failure: without TLS nothing is dropped.
        guard (try? pipeline.handler(type: FlushBeforeClose.self)) == nil,
            let tls = try? pipeline.handler(type: NIOSSLServerHandler.self)
        else { return }
        // It fails for a connection that has just closed, which needs it no more.
        try? pipeline.addHandler(FlushBeforeClose(), position: .after(tls))
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode != .input { context.flush() }
        context.close(mode: mode, promise: promise)
    }
}
