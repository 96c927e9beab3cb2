import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOHTTPTypes

/// Resets a request of HTTP/2 of which a value begins or ends with a blank.
///
/// The protocol's handler lets one pass, and the framework takes the blanks off: who stands before
/// this server or behind it may see another value. Stands before the framework's codec in the
/// channel of one request. Confined to its event loop.
/// Source: RFC 9113, sections 8.1.1 and 8.2.1.
final class BlankEdges: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private var isReset = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isReset else { return }
        // Of trailers the same holds.
        guard case .headers(let head) = unwrapInboundIn(data), !Self.areWhole(head.headers) else {
            return context.fireChannelRead(data)
        }
        isReset = true
        context.writeAndFlush(wrapOutboundOut(.rstStream(.protocolError)), promise: nil)
        MalformedRequests.countReset(on: context.channel.parent)
    }

    private static func areWhole(_ fields: HPACKHeaders) -> Bool {
        fields.allSatisfy { field in
            let value = field.value.utf8
            return !isBlank(value.first) && !isBlank(value.last)
        }
    }

    private static func isBlank(_ byte: UInt8?) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// Puts one before the codec, behind which the framework has a request's handlers stand.
    final class Place: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = HTTPRequestPart

        func handlerAdded(context: ChannelHandlerContext) {
            // It fails for a request that has just been closed, which needs it no more.
            try? context.pipeline.syncOperations.addHandler(BlankEdges(), position: .first)
        }
    }
}

@available(*, unavailable)
extension BlankEdges: Sendable {}

@available(*, unavailable)
extension BlankEdges.Place: Sendable {}
