import DequeModule
import NIOCore
import NIOHTTP1

/// The one author of how the framework's answers are framed, and of whether the connection closes
/// behind them.
///
/// Stands between the encoder, which writes what it is told, and the framework.
final class FrameworkAnswers: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let front: DirectHandler
    /// Whether the answer in progress has a body on the wire.
    private var hasBody = false
    /// Whether the end of the body in progress is the connection's.
    private var endsByClose = false

    /// Makes the author of a connection's answers.
    ///
    /// - Parameter front: of the same pipeline; it knows what was asked.
    init(front: DirectHandler) {
        self.front = front
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // There is one answer to a request: what is written beside it is dropped.
        guard case .asking(let asked) = front.state, !asked.isAnswered else {
            promise?.succeed()
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head): write(head, asked, context, promise)
        case .body where !hasBody: promise?.succeed()
        case .body: context.write(data, promise: promise)
        case .end(let trailers):
            let end = HTTPServerResponsePart.end(hasBody ? trailers : nil)
            context.write(wrapOutboundOut(end), promise: whole(promise, context))
            front.frameworkAnswered()
        }
    }

    /// Closes all of the connection where half of it would tell the client that the body is whole.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        let isFarewell = endsByClose && mode == .output
        context.close(mode: isFarewell ? .all : mode, promise: promise)
    }

    private func write(
        _ head: HTTPResponseHead,
        _ asked: AskedRequest,
        _ context: ChannelHandlerContext,
        _ promise: EventLoopPromise<Void>?
    ) {
        var asked = asked
        var head = head
        if head.status.isInformational {
            // A client of HTTP/1.0 knows of one answer alone.
            // Source: RFC 9110, section 15.2.
            guard !asked.isVersion0, !asked.isBegun else {
                promise?.succeed()
                return
            }
            if head.status == .continue { asked.awaitsContinue = false }
        } else {
            asked.isBegun = true
            frame(&head, asked)
        }
        front.state = .asking(asked)
        if endsByClose { SocketEnd.set(.reset, of: context.channel) }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// The promise of an answer's end, behind which the connection may close as others do.
    private func whole(
        _ promise: EventLoopPromise<Void>?,
        _ context: ChannelHandlerContext
    ) -> EventLoopPromise<Void>? {
        guard endsByClose else { return promise }
        endsByClose = false
        let channel = context.channel
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        // Not before the kernel has all of it, and before the close, which comes behind this write.
        written.futureResult.whenSuccess { SocketEnd.set(.orderly, of: channel) }
        return written
    }

    /// Source: RFC 9112, sections 6 and 9.3.
    private func frame(_ head: inout HTTPResponseHead, _ asked: AskedRequest) {
        hasBody = !asked.isHead && head.status.mayHaveResponseBody
        head.headers.remove(name: "transfer-encoding")
        if hasBody, !head.headers.contains(name: "content-length") {
            // Without a length and chunks the end of the body is the connection's.
            if asked.isVersion0 {
                front.isLast = true
                endsByClose = true
            } else {
                head.headers.add(name: "Transfer-Encoding", value: "chunked")
            }
        }
        // Whoever was not asked for the body may leave it out: what follows cannot be told apart.
        if asked.awaitsContinue, !asked.isWhole { front.isLast = true }
        if asked.isWhole, front.nothingComes, front.held.isEmpty { front.isLast = true }
        if head.headers[canonicalForm: "connection"].contains("close") { front.isLast = true }
        head.headers.remove(name: "connection")
        if front.isLast {
            head.headers.add(name: "Connection", value: "close")
        } else if asked.isVersion0 {
            head.headers.add(name: "Connection", value: "keep-alive")
        }
    }
}

extension HTTPResponseStatus {
    fileprivate var isInformational: Bool { (100..<200).contains(code) && code != 101 }
}

@available(*, unavailable)
extension FrameworkAnswers: Sendable {}
