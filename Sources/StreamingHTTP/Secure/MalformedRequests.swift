import NIOCore
import NIOHTTP2

/// Keeps the fault of one request of HTTP/2 from the others of its connection.
///
/// A request that is malformed, or whose frames are, is reset by the protocol's handler, which
/// tells the connection of it as well; the framework closes the connection at every error. Many an
/// error may be a request's or the connection's: before the handler tells of one of its connection,
/// it has told the client.
///
/// What is reset costs the client nothing, and not the server: a connection that has too much of it
/// is closed. The handler counts what it resets, and what others reset is counted here.
/// Source: RFC 9113, sections 5.4, 8.1.1 and 10.5.
final class MalformedRequests: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    /// Requests that may be reset, as many as the protocol's handler resets itself.
    private static let limit = 200

    /// Sees what the client is told.
    private let bound: HeadListBound
    /// Requests that others have reset.
    private var resets = 0

    private init(behind bound: HeadListBound) {
        self.bound = bound
    }

    /// Puts one between the protocol and the framework of a connection.
    ///
    /// - Parameter connection: of HTTP/2, on its event loop; it has a ``HeadListBound``.
    static func setUp(_ connection: any Channel) {
        let pipeline = connection.pipeline.syncOperations
        // All fail for a connection that has just closed, which needs it no more.
        guard let protocolHandler = try? pipeline.handler(type: NIOHTTP2Handler.self),
            let bound = try? pipeline.handler(type: HeadListBound.self)
        else { return }
        let requests = MalformedRequests(behind: bound)
        try? pipeline.addHandler(requests, position: .after(protocolHandler))
    }

    /// Counts a request that was reset by another handler than the protocol's, and ends a
    /// connection that has too many of them.
    ///
    /// - Parameter connection: of HTTP/2, on its event loop; nothing is done for another one.
    static func countReset(on connection: (any Channel)?) {
        guard let connection, connection.eventLoop.inEventLoop,
            // It fails where there is none.
            let context = try? connection.pipeline.syncOperations.context(
                handlerType: MalformedRequests.self
            ),
            let requests = context.handler as? MalformedRequests
        else { return }
        requests.countReset(context)
    }

    private func countReset(_ context: ChannelHandlerContext) {
        resets += 1
        // The client is told once, however much more of it is on its way.
        if resets == Self.limit + 1 {
            let end = HTTP2Frame.FramePayload.goAway(
                lastStreamID: .maxID,
                errorCode: .enhanceYourCalm,
                opaqueData: nil
            )
            let frame = HTTP2Frame(streamID: .rootStream, payload: end)
            context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        }
        guard resets > Self.limit else { return }
        context.fireErrorCaught(NIOHTTP2Errors.excessiveNumberOfGlitches())
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The request's own channel has heard of it.
        if !isOfRequest(error) { context.fireErrorCaught(error) }
    }

    private func isOfRequest(_ error: any Error) -> Bool {
        typealias Errors = NIOHTTP2Errors
        guard !bound.hasFailed else { return false }
        return switch error {
        case is Errors.StreamError: true
        // Of these the client was told nothing: they are of what cannot be written to it.
        case is Errors.RaisedGoawayLastStreamID, is Errors.IOOnClosedConnection,
            is Errors.UnableToSerializeFrame, is Errors.ActivationError:
            false
        default: error is any NIOHTTP2Error
        }
    }
}

@available(*, unavailable)
extension MalformedRequests: Sendable {}
