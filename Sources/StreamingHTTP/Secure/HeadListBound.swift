import NIOCore
import NIOHTTP2

/// Lets the heads of an HTTP/2 connection be longer than the protocol's handler takes by itself, so
/// that one which is too long is answered: beyond the handler's own bound it closes the connection,
/// with every other request on it.
///
/// The handler takes what its settings say once the client has acknowledged them, and a client
/// sends its first request before that. So it is told at once that they are acknowledged, which it
/// may: they allow more than the client counts on. For each acknowledgement that comes too soon it
/// makes settings once more that the client does not get, which the client's own then belong to.
///
/// Stands before the protocol's handler. Confined to its event loop.
final class HeadListBound: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private static let prefaceBytes = 24
    private static let frameHeadBytes = 9
    /// Frames of settings that the client gets: the handler's first, and those made here.
    private static let frames = 2
    /// An acknowledgement of settings.
    ///
    /// Source: RFC 9113, section 6.5.
    private static let acknowledgement: [UInt8] = [0, 0, 0, 4, 1, 0, 0, 0, 0]

    /// Bytes that were given on, until the client's first settings have come.
    private var given = 0
    /// How long those settings are, as far as that has come.
    private var settingsBytes = 0
    private var isBegun = false
    /// True while settings are made that the client does not get.
    private var isHiding = false
    private var written = WrittenFrames()
    /// Whether the protocol's handler has ended the connection for an error.
    var hasFailed: Bool { written.hasError }

    /// The most bytes of a list of fields, for heads of which the server answers so many.
    ///
    /// It counts 32 bytes more for each field, and has room for heads that are told that they are
    /// too long. A connection holds one such list at the most while it comes.
    ///
    /// - Parameter headBytes: the most bytes of a head that is answered for what it asks.
    /// - Returns: four times as many, within 64 KiB and 4 MiB.
    static func bytes(for headBytes: Int) -> Int {
        max(65_536, 4 * min(headBytes, 1 << 20))
    }

    /// Puts one under a connection's HTTP/2, and tells the client of the bound.
    ///
    /// - Parameter connection: of HTTP/2, on its event loop; nothing of it has been read.
    static func setUp(_ connection: any Channel, bytes: Int) {
        let pipeline = connection.pipeline.syncOperations
        let bound = HeadListBound()
        // Both fail for a connection that has just closed, which needs it no more.
        guard let protocolHandler = try? pipeline.handler(type: NIOHTTP2Handler.self),
            (try? pipeline.addHandler(bound, position: .before(protocolHandler))) != nil
        else { return }
        let settings = HTTP2Frame(
            streamID: .rootStream,
            payload: .settings(
                .settings([HTTP2Setting(parameter: .maxHeaderListSize, value: bytes)])
            )
        )
        pipeline.writeAndFlush(NIOAny(settings), promise: nil)
        bound.isHiding = true
        for _ in 0..<frames { pipeline.write(NIOAny(settings), promise: nil) }
        bound.isHiding = false
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isBegun else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        noteLength(in: bytes.readableBytesView)
        let come = given + bytes.readableBytes
        let end = Self.prefaceBytes + Self.frameHeadBytes + settingsBytes
        guard come >= Self.prefaceBytes + Self.frameHeadBytes, come >= end,
            let first = bytes.readSlice(length: end - given)
        else {
            given = come
            return context.fireChannelRead(data)
        }
        isBegun = true
        context.fireChannelRead(wrapInboundOut(first))
        // A handler that has failed would fail again, and the client is to hear of the first cause.
        for _ in 0..<Self.frames where !hasFailed && context.channel.isActive {
            context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: Self.acknowledgement)))
        }
        if bytes.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(bytes)) }
    }

    /// Three bytes of the first frame's head, behind the preface.
    private func noteLength(in bytes: ByteBufferView) {
        let length = Self.prefaceBytes..<Self.prefaceBytes + 3
        for (place, byte) in zip(given..., bytes.prefix(max(0, length.upperBound - given)))
        where length.contains(place) {
            settingsBytes = settingsBytes << 8 | Int(byte)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isHiding else {
            promise?.succeed()
            return
        }
        written.note(unwrapOutboundIn(data))
        context.write(data, promise: promise)
    }
}

@available(*, unavailable)
extension HeadListBound: Sendable {}
