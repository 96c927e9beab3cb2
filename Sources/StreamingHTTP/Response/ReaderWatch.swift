import NIOCore

/// Tells once when the reader of a response goes: closes, resets or half-closes its connection.
///
/// A response's task waits for its generator and reads nothing of the connection meanwhile, so it
/// would learn of that with its next write alone. Confined to its channel's event loop.
final class ReaderWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private var tell: (@Sendable () -> Void)?

    /// Makes one for the length of a response.
    ///
    /// - Parameter tell: called at most once, on the event loop.
    private init(_ tell: @escaping @Sendable () -> Void) {
        self.tell = tell
    }

    /// Begins to watch a connection.
    ///
    /// - Parameters:
    ///   - channel: the connection's, on its event loop.
    ///   - tell: called when the client goes, at once if it has gone.
    /// - Returns: `nil` if the client has gone.
    static func start(
        on channel: any Channel,
        _ tell: @escaping @Sendable () -> Void
    ) -> NIOLoopBound<ReaderWatch>? {
        let pipeline = channel.pipeline.syncOperations
        // Where that handler stands it has seen a half-close that came before this one.
        let known = try? pipeline.handler(type: StreamHandler.self)
        let watch = ReaderWatch(tell)
        do {
            guard channel.isActive, known?.isInputClosed != true else { throw StreamCut.clientGone }
            try pipeline.addHandler(watch, position: .first)
        } catch {
            watch.readerHasGone()
            return nil
        }
        return NIOLoopBound(watch, eventLoop: channel.eventLoop)
    }

    /// Stops watching.
    ///
    /// - Parameter channel: the one that is watched, on its event loop.
    func stop(on channel: any Channel) {
        tell = nil
        channel.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { readerHasGone() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        readerHasGone()
        context.fireChannelInactive()
    }

    private func readerHasGone() {
        guard let tell else { return }
        self.tell = nil
        tell()
    }
}

@available(*, unavailable)
extension ReaderWatch: Sendable {}
