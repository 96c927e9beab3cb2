import NIOCore
import NIOHTTP2

/// Closes a connection with TLS whose client chooses no version, and one of HTTP/2 on which nothing
/// is asked or a frame is left unfinished, whatever else comes.
///
/// The framework asks a client that asks for nothing to go, and waits for its answer without a
/// bound; of a request it hears once the head is whole. A connection of HTTP/1.1 has its
/// ``DirectHandler`` in place of this.
///
/// Nothing is done here for a frame: the loop's clock looks once a second at what has changed.
/// Confined to its event loop.
final class ConnectionTimeout: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    /// How long a client has to answer that it goes.
    static let answerTime = TimeAmount.seconds(5)

    private let shared: DirectLoop
    private var context: ChannelHandlerContext?
    /// The client's frames; `nil` until it has chosen HTTP/2.
    private var frames: FramePortions?
    /// How many streams of HTTP/2 are open.
    private var streams = 0
    /// Since when none is, and the client has taken nothing of the bytes that wait for it.
    private var idle: (since: NIODeadline, waiting: Int)?
    /// Which frame is unfinished, and since when that is known.
    private var unfinished: (frame: Int, since: NIODeadline)?
    private var isEnding = false

    /// Makes one.
    init(shared: DirectLoop) {
        self.shared = shared
    }

    /// Looks up a connection's.
    ///
    /// - Parameter connection: any, or none.
    /// - Returns: `nil` where it has none, as on another loop.
    static func of(_ connection: (any Channel)?) -> ConnectionTimeout? {
        guard let connection, connection.eventLoop.inEventLoop else { return nil }
        // It fails where there is none.
        return try? connection.pipeline.syncOperations.handler(type: ConnectionTimeout.self)
    }

    /// Notes that the client has chosen HTTP/2.
    ///
    /// - Parameter connection: with ``FramePortions`` and the protocol's handler, on its event
    ///   loop.
    static func watchFrames(of connection: any Channel) {
        guard let timeout = of(connection) else { return }
        // It fails for a connection that has just closed.
        timeout.frames = try? connection.pipeline.syncOperations.handler(type: FramePortions.self)
        timeout.idle = nil
    }

    /// Leaves a connection whose client has chosen HTTP/1.1.
    static func remove(from connection: any Channel) {
        guard let timeout = of(connection) else { return }
        connection.pipeline.syncOperations.removeHandler(timeout, promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        idle = (since: shared.now(), waiting: 0)
        shared.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        shared.remove(self)
        self.context = nil
        frames = nil
    }

    /// Notes that a stream is open.
    func streamOpened() {
        streams += 1
        idle = nil
    }

    /// Notes that a stream has closed.
    func streamClosed() {
        streams -= 1
    }

    /// Tells the client of HTTP/2 which was the last of its requests that was taken, and closes.
    private func end(_ context: ChannelHandlerContext) {
        guard !isEnding else { return }
        isEnding = true
        if let frames {
            let farewell = HTTP2Frame(
                streamID: .rootStream,
                payload: .goAway(
                    lastStreamID: HTTP2StreamID(frames.lastRequest),
                    errorCode: .noError,
                    opaqueData: nil
                )
            )
            context.pipeline.syncOperations.writeAndFlush(NIOAny(farewell), promise: nil)
        }
        context.close(promise: nil)
    }
}

// MARK: - The loop's clock

extension ConnectionTimeout: TimedConnection {
    var lastSign: NIODeadline { idle?.since ?? shared.now() }

    func closeIfLate(now: NIODeadline, limit: TimeAmount, stalled: TimeAmount) {
        guard let context else { return }
        noteIdleness(of: context.channel, now)
        noteFrame(now)
        let idleTime = frames == nil ? limit : limit + Self.answerTime
        let isIdle = idle.map { now >= $0.since + idleTime } ?? false
        let isLate = unfinished.map { now >= $0.since + limit } ?? false
        if isIdle || isLate { end(context) }
    }

    private func noteIdleness(of channel: any Channel, _ now: NIODeadline) {
        guard streams == 0 else { return }
        // The end of an answer may be in the kernel while its client takes it.
        let waiting = channel.waitingBytes + SendQueue.bytes(of: channel)
        if let idle, waiting >= idle.waiting { return }
        idle = (since: now, waiting: waiting)
    }

    private func noteFrame(_ now: NIODeadline) {
        let frame = frames?.unfinished
        guard frame != unfinished?.frame else { return }
        unfinished = frame.map { (frame: $0, since: now) }
    }

    func isIdle(for time: TimeAmount, _ now: NIODeadline) -> Bool {
        // One that ends waits for its client's farewell, and would keep the turn of others.
        guard !isEnding, streams == 0, let idle else { return false }
        // A handshake takes several ways to the client and back.
        let least = frames == nil ? max(time, Self.answerTime) : time
        return idle.waiting == 0 && now >= idle.since + least
    }

    func makeRoom() {
        if let context { end(context) }
    }
}

@available(*, unavailable)
extension ConnectionTimeout: Sendable {}
