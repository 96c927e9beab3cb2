import NIOCore

/// Gives an HTTP/2 connection's frames on as its turn comes, whatever they are.
///
/// 64 KiB can be four thousand pings, settings or requests, each of which costs the loop some time.
/// Stands before the protocol's handler. Confined to its event loop.
final class FramePortions: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData

    /// What one read may always bring, counted as below.
    static let countAlways = 16
    /// What a frame that begins a request, or has settings, counts for, in place of one.
    static let requestCount = 8
    /// Bytes that may wait.
    ///
    /// A client that has sent all that it will is read to its end at once: these are as many as a
    /// kernel receives for it.
    private static let limit = 8_388_608

    private let turns: LoopTurns
    private var frames = FrameScanner()
    private var tableSize = TableSizeBound()
    private var waiting = ByteBuffer()
    private var context: ChannelHandlerContext?
    private var isReadDue = false
    private var isInputClosed = false

    /// What has begun and waits for the client to go on (``FrameScanner/unfinished``); `nil` where
    /// what has come waits here.
    var unfinished: Int? { waiting.readableBytes == 0 ? frames.unfinished : nil }
    /// The highest number of a request that has begun.
    var lastRequest: Int { frames.lastRequest }

    /// Makes one.
    init(turns: LoopTurns) {
        self.turns = turns
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard waiting.readableBytes == 0 else {
            waiting.writeBuffer(&bytes)
            if waiting.readableBytes > Self.limit { context.close(promise: nil) }
            return
        }
        waiting = bytes
        var free = Self.countAlways
        give(context) { count in
            free -= count
            return free >= 0 || turns.take(count)
        }
    }

    func read(context: ChannelHandlerContext) {
        guard waiting.readableBytes == 0 else { return isReadDue = true }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // What came before it is taken first.
        if case ChannelEvent.inputClosed = event, waiting.readableBytes > 0 {
            return isInputClosed = true
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func give(_ context: ChannelHandlerContext, while mayTake: (Int) -> Bool) {
        let count = frames.scan(waiting.readableBytesView) { type in
            let isMuch = type == FrameScanner.headers || type == FrameScanner.settings
            return mayTake(isMuch ? Self.requestCount : 1)
        }
        guard !frames.hasTooMany else { return context.close(promise: nil) }
        for (place, isStart) in frames.settings {
            tableSize.apply(to: &waiting, at: place, isStart: isStart)
        }
        if let bytes = waiting.readSlice(length: count), count > 0 {
            context.fireChannelRead(wrapInboundOut(bytes))
        }
        guard waiting.readableBytes == 0 else { return turns.wait { self.takeTurn() } }
        waiting = ByteBuffer()
    }

    private func takeTurn() {
        guard let context else { return }
        var left = turns.partsAtOnce
        give(context) { count in
            guard left > 0, turns.take(count) else { return false }
            left -= count
            return true
        }
        context.fireChannelReadComplete()
        guard waiting.readableBytes == 0 else { return }
        if isInputClosed {
            isInputClosed = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        guard isReadDue else { return }
        isReadDue = false
        context.read()
    }
}

@available(*, unavailable)
extension FramePortions: Sendable {}
