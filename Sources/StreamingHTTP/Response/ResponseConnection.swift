import Hummingbird
import NIOCore

/// The connection under a response, for what the framework's writer does not tell.
struct ResponseConnection: Sendable {
    let channel: any Channel
    /// Whether the channel is a part of a connection: it has no socket then, and traps when it is
    /// asked for a socket's options.
    let isMultiplexed: Bool

    /// Finds a request's connection; `nil` where its context does not keep it.
    ///
    /// - Parameter context: any.
    init?(_ context: some RequestContext) {
        guard let context = context as? any StreamingRequestContext else { return nil }
        channel = context.channel
        isMultiplexed = context.channel.isMultiplexed
    }

    /// Begins to watch whether the client goes.
    ///
    /// - Parameter tell: called at most once, on the event loop, when the client goes.
    /// - Returns: ends the watch when it is called.
    func watch(_ tell: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let watch = channel.eventLoop.submit { ReaderWatch.start(on: channel, tell) }
        return { watch.whenSuccess { $0?.value.stop(on: channel) } }
    }

    /// Bounds what waits in the kernel, and lets it find out about a client that vanished.
    ///
    /// Of HTTP/2, lets the response's end arrive from a server that stops.
    ///
    /// - Parameters:
    ///   - bufferBytes: of which half, and a write beyond it, may wait in the connection.
    ///   - isFile: whether the kernel sends a file by itself.
    func setUp(_ bufferBytes: Int, isFile: Bool = false) {
        channel.eventLoop.execute {
            if isMultiplexed {
                if let connection = channel.parent { FlushBeforeClose.setUp(connection) }
            } else {
                StreamSocket.setUp(channel, isFile: isFile)
                setMark(max(2, bufferBytes / 2))
            }
        }
    }

    /// The bytes that the client's kernel has not yet taken.
    ///
    /// Suspends for a visit to the event loop.
    ///
    /// - Returns: 0 where the connection cannot tell.
    func unsentBytes() async -> Int {
        guard !isMultiplexed else { return 0 }
        let count = channel.eventLoop.submit {
            channel.waitingBytes + SendQueue.bytes(of: channel)
        }
        // A loop that has shut down tells nothing.
        return (try? await count.get()) ?? 0
    }

    /// Suspends until the event loop has seen what was written, and so knows whether there is room.
    ///
    /// - Parameter buffer: what is written next; it gathers for a moment if it is filled fast.
    /// - Throws: when the loop has shut down.
    func settle(_ buffer: StreamBuffer? = nil) async throws {
        let loop = channel.eventLoop
        try await loop.submit {
            guard let buffer else { return }
            if !isMultiplexed, let room = buffer.changedRoom() { setMark(max(2, room)) }
            guard buffer.gather() else { return }
            loop.scheduleTask(in: Self.gatheringTime) { buffer.stopGathering() }
        }.get()
    }

    /// Bounds what waits in the connection beyond the piece that is being written.
    private func setMark(_ high: Int) {
        let marks = ChannelOptions.Types.WriteBufferWaterMark(low: high / 2, high: high)
        // A channel that has no marks keeps the bounds that it has.
        try? channel.syncOptions?.setOption(.writeBufferWaterMark, value: marks)
    }

    /// How long what comes fast may wait to be joined by more: not noticed by a reader, and long
    /// enough for some ten kilobytes of rows.
    private static let gatheringTime = TimeAmount.milliseconds(1)
}
