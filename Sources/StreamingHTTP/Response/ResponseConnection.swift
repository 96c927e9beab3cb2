import Hummingbird
import NIOCore

/// The connection under a response, for what the framework's writer does not tell.
struct ResponseConnection: Sendable {
    let channel: any Channel
    /// Whether the channel is a part of a connection: it has no socket then, and traps when it is
    /// asked for a socket's options.
    let isMultiplexed: Bool

    /// Finds a request's connection; `nil` where its context does not keep it.
    init?(_ context: some RequestContext) {
        guard let context = context as? any StreamingRequestContext else { return nil }
        channel = context.channel
        isMultiplexed = context.channel.isMultiplexed
    }

    /// Looks after a stream on the event loop, and bounds what waits in the connection.
    ///
    /// - Parameters:
    ///   - out: what waits for the reader.
    ///   - endsWithInput: whether a client that half-closes has gone.
    /// - Returns: the watch, to be ended with the response.
    func watch(_ out: StreamBuffer, _ pulse: StreamPulse, endsWithInput: Bool) -> ConnectionWatch {
        setUp()
        return ConnectionWatch(self) {
            ReaderWatch.start(
                on: channel,
                out,
                pulse,
                every: TimeAmount(pulse.options.pause),
                endsWithInput: endsWithInput,
                unsentBytes: { unsentBytesOnLoop }
            )
        }
    }

    /// Bounds what waits in the kernel, and lets it find out about a client that vanished.
    ///
    /// Of HTTP/2, lets the response's end arrive from a server that stops.
    ///
    /// - Parameter isFile: whether the kernel sends a file by itself.
    func setUp(isFile: Bool = false) {
        channel.eventLoop.execute {
            if isMultiplexed {
                if let connection = channel.parent { FlushBeforeClose.setUp(connection) }
            } else {
                StreamSocket.setUp(channel, isFile: isFile)
            }
        }
    }

    /// Bounds what waits in the connection beyond the piece that is being written.
    ///
    /// On the event loop. HTTP/2 has bounds of its own.
    ///
    /// - Parameter high: bytes beyond which it takes no more.
    func setMark(_ high: Int) {
        guard !isMultiplexed else { return }
        let high = max(2, high)
        let marks = ChannelOptions.Types.WriteBufferWaterMark(low: high / 2, high: high)
        // A channel that has no marks keeps the bounds that it has.
        try? channel.syncOptions?.setOption(.writeBufferWaterMark, value: marks)
    }

    /// The bytes that the client's kernel has not yet taken; on the event loop.
    ///
    /// 0 where the connection cannot tell.
    private var unsentBytesOnLoop: Int {
        isMultiplexed ? 0 : channel.waitingBytes + SendQueue.bytes(of: channel)
    }

    /// The bytes that the client's kernel has not yet taken.
    ///
    /// Suspends for a visit to the event loop.
    ///
    /// - Returns: 0 where the connection cannot tell.
    func unsentBytes() async -> Int {
        // A loop that has shut down tells nothing.
        (try? await channel.eventLoop.submit { unsentBytesOnLoop }.get()) ?? 0
    }

    /// Whether an answer to `HEAD` may leave its length out: the framework's own connections of
    /// HTTP/1 do not know what was asked, and would end a body in chunks behind it.
    ///
    /// Suspends for a visit to the event loop.
    ///
    /// - Returns: true over HTTP/2, and over the library's connections.
    func knowsHead() async -> Bool {
        if isMultiplexed { return true }
        let found: EventLoopFuture<Bool> = channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            _ = try pipeline.context(handlerType: FrameworkAnswers.self)
            return true
        }
        // It fails where there is none, and where the loop has shut down and sends nothing.
        return (try? await found.get()) ?? false
    }

    /// Suspends until the event loop has seen what was written, and so knows whether there is room.
    ///
    /// - Throws: when the loop has shut down.
    func settle() async throws {
        try await channel.eventLoop.submit {}.get()
    }
}
