import NIOCore
import NIOHTTP1

/// Gives a connection's decoder what was read in portions, and no more of them while what they
/// brought has to wait.
///
/// A decoder takes apart all that it is given at once: of 64 KiB that can be two thousand requests,
/// or ten thousand pieces of a body, for which every other connection of the loop would wait.
/// Stands before the decoder of connections that bring much at once. Confined to its event loop.
final class ReadPortions: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData

    /// Bytes of a portion; twice as many after each that brought little, up to the most.
    private static let least = 4_096
    private static let most = 16_384
    /// Parts of requests that are little.
    private static let fewParts = 4
    /// Both hold each other, until the front leaves the pipeline.
    private let front: DirectHandler
    /// Bytes that may wait.
    ///
    /// A client that has sent all that it will is read to its end at once: these are as many as a
    /// kernel receives for it.
    var limit = 8_388_608
    private var waiting = ByteBuffer()
    private var portion = least
    private var isGiving = false
    private var isReadDue = false
    private var isInputClosed = false
    private var isCut = false

    /// Makes one.
    ///
    /// - Parameter front: behind the decoder, in the same pipeline for as long.
    init(front: DirectHandler) {
        self.front = front
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        waiting = ByteBuffer()
        guard isInputClosed, context.channel.isActive else { return }
        isInputClosed = false
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard waiting.readableBytes == 0 else { return keep(&bytes) }
        front.beginsRead()
        if bytes.readableBytes <= Self.least, front.takesMore { return pass(bytes, context) }
        waiting = bytes
        give(context)
        readIfDue(context)
    }

    func read(context: ChannelHandlerContext) {
        isReadDue = true
        guard !isGiving else { return }
        let count = waiting.readableBytes
        give(context)
        if waiting.readableBytes < count { context.fireChannelReadComplete() }
        readIfDue(context)
    }

    private func readIfDue(_ context: ChannelHandlerContext) {
        guard isReadDue else { return }
        isReadDue = false
        guard waiting.readableBytes == 0 else {
            // It reads again once it takes more.
            return front.isReadHeld = true
        }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // What came before it is taken first.
        if case ChannelEvent.inputClosed = event, waiting.readableBytes > 0 {
            return isInputClosed = true
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func keep(_ bytes: inout ByteBuffer) {
        guard waiting.readableBytes + bytes.readableBytes <= limit else { return isCut = true }
        if !isCut { waiting.writeBuffer(&bytes) }
    }

    private func pass(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !front.chunks.isTooMuch else { return }
        front.chunks.read(bytes.readableBytes)
        context.fireChannelRead(wrapInboundOut(bytes))
        // What still comes is dropped.
        if front.chunks.isTooMuch { context.fireErrorCaught(HTTPParserError.invalidChunkSize) }
    }

    private func give(_ context: ChannelHandlerContext) {
        isGiving = true
        defer { isGiving = false }
        while waiting.readableBytes > 0, front.takesMore {
            let before = front.partCount
            let count = min(waiting.readableBytes, max(portion, front.bodyLeft))
            guard let bytes = waiting.readSlice(length: count) else { return }
            pass(bytes, context)
            let isLittle = front.partCount &- before <= Self.fewParts
            portion = isLittle ? min(portion * 2, Self.most) : Self.least
        }
        guard waiting.readableBytes == 0 else { return }
        waiting = ByteBuffer()
        if isCut { front.isTooMuch() }
        if isInputClosed {
            isInputClosed = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }
}

@available(*, unavailable)
extension ReadPortions: Sendable {}
