import NIOCore

/// The way out of a connection: straight to the socket while nothing is before it in the channel's
/// queue, else through the queue.
///
/// Confined to the channel's event loop.
struct Outlet {
    /// The socket, while the channel is active and its bytes go out as they are.
    private var socket: PlainSocket?
    /// Whether no handler counts what passes the pipeline.
    private var countsAll = false
    /// What was written since the last flush, while the channel's own queue is empty.
    private var unsent: ByteBuffer?
    /// True while something may be in the channel's queue, so that nothing may pass by it.
    private var isQueued = true

    /// Uses a socket from now on.
    ///
    /// - Parameter socket: of the channel, which is active; `nil` where TLS stands between, so that
    ///   bytes do not go to it as they are.
    mutating func open(_ socket: PlainSocket?) {
        self.socket = socket
    }

    /// Counts all that leaves from now on, in place of a handler: a stream that is silent has none
    /// that costs memory.
    ///
    /// - Parameter channel: the one that was opened, which brings nothing any more that counts.
    mutating func countAlone(_ channel: any Channel) {
        guard socket?.traffic != nil, !countsAll else { return }
        let pipeline = channel.pipeline.syncOperations
        // There is one, since there is a count.
        guard let counter = try? pipeline.context(handlerType: TrafficHandler.self) else { return }
        countsAll = true
        pipeline.removeHandler(context: counter, promise: nil)
    }

    /// Uses the socket no longer: the channel is about to be, or has become, inactive.
    ///
    /// - Parameter context: of the handler, for what is unsent.
    mutating func close(_ context: ChannelHandlerContext?) {
        queueUnsent(context)
        socket = nil
    }

    /// Writes bytes; they leave with the next flush.
    ///
    /// - Parameter bytes: shared, not copied, unless something unsent comes before them.
    mutating func write(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard canPass(context) else {
            queueUnsent(context)
            countQueued(bytes.readableBytes)
            return context.write(NIOAny(bytes), promise: nil)
        }
        guard unsent != nil else { return unsent = bytes }
        unsent?.writeImmutableBuffer(bytes)
    }

    /// Sends what was written; what the socket does not take waits in the channel, which tells of
    /// room again.
    ///
    /// - Returns: true if the channel is to be flushed now. It is left to the caller, since the
    ///   channel may close over that, of which the caller then tells this outlet.
    mutating func send(_ context: ChannelHandlerContext) -> Bool {
        guard var bytes = unsent.take(), let socket else { return true }
        socket.send(&bytes, of: context.channel)
        guard bytes.readableBytes > 0 else { return false }
        isQueued = true
        countQueued(bytes.readableBytes)
        context.write(NIOAny(bytes), promise: nil)
        return true
    }

    private mutating func canPass(_ context: ChannelHandlerContext) -> Bool {
        guard socket != nil else { return false }
        if isQueued, context.channel.waitingBytes == 0 { isQueued = false }
        return !isQueued
    }

    private mutating func queueUnsent(_ context: ChannelHandlerContext?) {
        isQueued = true
        guard let bytes = unsent.take() else { return }
        countQueued(bytes.readableBytes)
        context?.write(NIOAny(bytes), promise: nil)
    }

    private func countQueued(_ count: Int) {
        if countsAll { socket?.traffic?.add(sent: count) }
    }
}

extension Channel {
    /// The bytes that wait in the channel, before the kernel; on its event loop.
    var waitingBytes: Int {
        // A channel that cannot tell counts as having nothing in that place.
        (try? syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
