import NIOCore
import NIOHTTP2

/// Keeps the fault of one request of HTTP/2 from the others of its connection.
///
/// A request that is malformed is reset by the protocol's handler, which tells the connection of it
/// as well; the framework closes the connection at every error.
/// Source: RFC 9113, sections 5.4.2 and 8.1.1.
final class MalformedRequests: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTP2Frame

    /// Puts one between the protocol and the framework of a connection.
    ///
    /// - Parameter connection: of HTTP/2, on its event loop.
    static func setUp(_ connection: any Channel) {
        let pipeline = connection.pipeline.syncOperations
        // Both fail for a connection that has just closed, which needs it no more.
        guard let protocolHandler = try? pipeline.handler(type: NIOHTTP2Handler.self) else {
            return
        }
        try? pipeline.addHandler(MalformedRequests(), position: .after(protocolHandler))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The request's own channel has heard of it.
        if !Self.isOfRequest(error) { context.fireErrorCaught(error) }
    }

    /// Whether an error is one of a request's fields, or of its length.
    private static func isOfRequest(_ error: any Error) -> Bool {
        typealias Errors = NIOHTTP2Errors
        return switch error {
        case is Errors.StreamError, is Errors.ForbiddenHeaderField,
            is Errors.InvalidHTTP2HeaderFieldName, is Errors.InvalidHTTP2HeaderFieldValue:
            true
        case is Errors.PseudoHeaderAfterRegularHeader, is Errors.InvalidPseudoHeaders,
            is Errors.InvalidPseudoHeaderValue, is Errors.UnknownPseudoHeader,
            is Errors.UnsupportedPseudoHeader, is Errors.DuplicatePseudoHeader,
            is Errors.MissingPseudoHeader, is Errors.EmptyPathHeader:
            true
        case is Errors.ContentLengthViolated, is Errors.ContentLengthHeadersMismatch,
            is Errors.ContentLengthHeaderMalformedValue, is Errors.ContentLengthHeaderNegative:
            true
        default: false
        }
    }
}
