import NIOCore

/// Looks after one response on its connection's event loop while a task sends it.
///
/// That task waits for its generator and reads nothing of the connection meanwhile, so it would
/// learn of a reader that goes with its next write alone. Ends the stream's bytes when the reader
/// closes or resets its connection, or half-closes it where that means as much, and cuts the body
/// off when that is due. Confined to its channel's event loop.
final class ReaderWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let channel: any Channel
    private let out: StreamBuffer
    private let pulse: StreamPulse
    private let endsWithInput: Bool
    private let unsentBytes: () -> Int
    private var looks: RepeatedTask?
    /// Kept when the sender waits for room.
    private var room: EventLoopPromise<Void>?
    private var isOver = false

    private init(
        _ channel: any Channel,
        _ out: StreamBuffer,
        _ pulse: StreamPulse,
        endsWithInput: Bool,
        unsentBytes: @escaping () -> Int
    ) {
        self.channel = channel
        self.out = out
        self.pulse = pulse
        self.endsWithInput = endsWithInput
        self.unsentBytes = unsentBytes
    }

    /// Begins to look after a response.
    ///
    /// - Parameters:
    ///   - channel: the connection's, on its event loop.
    ///   - out: ended if the client goes, at once if it has gone.
    ///   - endsWithInput: whether a client that half-closes has gone: one that uploads has not, nor
    ///     one that reads what has an end.
    ///   - unsentBytes: tells what the client's kernel has not taken.
    /// - Returns: `nil` if the client has gone.
    static func start(
        on channel: any Channel,
        _ out: StreamBuffer,
        _ pulse: StreamPulse,
        every pause: TimeAmount,
        endsWithInput: Bool,
        unsentBytes: @escaping () -> Int
    ) -> ReaderWatch? {
        let pipeline = channel.pipeline.syncOperations
        // Where that handler stands it has seen a half-close that came before this one.
        let known = try? pipeline.handler(type: StreamHandler.self)
        let isInputClosed = known?.isInputClosed ?? false
        if isInputClosed { pulse.inputClosed() }
        let watch = ReaderWatch(
            channel,
            out,
            pulse,
            endsWithInput: endsWithInput,
            unsentBytes: unsentBytes
        )
        do {
            guard channel.isActive, !isInputClosed || !endsWithInput else {
                throw StreamCut.clientGone
            }
            try pipeline.addHandler(watch, position: .first)
        } catch {
            watch.readerHasGone()
            return nil
        }
        let bound = NIOLoopBound(watch, eventLoop: channel.eventLoop)
        watch.looks = channel.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) {
            _ in bound.value.look()
        }
        return watch
    }

    /// Ends the watch.
    func stop() {
        guard !isOver else { return }
        over()
        channel.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// Does what is due.
    func look() {
        guard !isOver, let cut = pulse.look(unsent: unsentBytes()) else { return }
        out.end(.unwanted(cut))
        // Also where all of the bytes were written, and their sender waits for the reader.
        channel.close(promise: nil)
    }

    /// Succeeds when the connection takes more, or is not worth waiting for.
    ///
    /// - Returns: a future; a later one takes its place.
    func whenRoom() -> EventLoopFuture<Void> {
        guard !isOver, !channel.isWritable else {
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        giveUp()
        let promise = channel.eventLoop.makePromise(of: Void.self)
        room = promise
        return promise.futureResult
    }

    /// Has the sender wait for room no longer.
    func giveUp() {
        room.take()?.succeed()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        context.fireChannelWritabilityChanged()
        if channel.isWritable { giveUp() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            pulse.inputClosed()
            if endsWithInput { readerHasGone() }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        readerHasGone()
        context.fireChannelInactive()
    }

    private func readerHasGone() {
        out.end(.unwanted(StreamCut.clientGone))
        over()
    }

    private func over() {
        isOver = true
        looks?.cancel()
        looks = nil
        giveUp()
    }
}

@available(*, unavailable)
extension ReaderWatch: Sendable {}
