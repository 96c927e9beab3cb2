public import NIOCore
public import NIOHTTP1
public import Tracing

/// Picks the requests that are answered on the event loop, past the framework's router and tasks.
///
/// For the few that come by the thousand a second. All others, and every request of these that is
/// out of the ordinary, go the framework's way, which must answer the very same.
public protocol DirectResponder: Sendable {
    /// Begins with a connection.
    ///
    /// - Parameter peer: who connected; `nil` for a connection that has gone.
    /// - Returns: what picks among the connection's requests.
    func session(with peer: SocketAddress?) -> any DirectSession
}

/// Picks among the requests of one connection, and may remember what the last one said: those of a
/// program that posts differ in their bodies alone.
///
/// Confined to the connection's event loop.
public protocol DirectSession: AnyObject {
    /// Decides how a request is answered.
    ///
    /// Does not suspend.
    ///
    /// - Parameter head: of an HTTP/1.1 request.
    func way(of head: HTTPRequestHead) -> DirectWay
}

/// The way in which a request is answered.
public enum DirectWay: Sendable {
    /// By the framework; a later request may be answered directly again, but be no stream.
    case framework
    /// By a closure that gets the whole body on the event loop and answers from any thread.
    ///
    /// Only for a request whose `Content-Length` says how long the body is, and which the responder
    /// found to be within its bound.
    case answer(@Sendable (ByteBuffer, DirectReply) -> Void)
    /// By a stream without an end: the closure may suspend to prepare it, and begins it.
    case stream(@Sendable (DirectOpening) async -> Void)
    /// By a stream without an end for which nothing has to be waited for; the closure begins it.
    case streamAtOnce(@Sendable (DirectOpening) -> Void)
}

/// An answer in full.
public struct DirectResponse: Sendable {
    /// The status line's number and words, such as `201 Created`.
    public var status: String
    /// Further fields by name and value; length, date and server are added.
    public var fields: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// Whether the body is told of by its length alone, as to who asked for the head.
    public var omitsBody = false
    /// Whether the connection closes behind it where it refuses a request, though it brings no
    /// body: where the request ends cannot be trusted.
    public var ends = false

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - status: the status line's number and words, such as `201 Created`.
    ///   - fields: by name and value, with no line break in them.
    ///   - body: the body.
    public init(status: String, fields: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The status line's number; 0 where it has none.
    var statusCode: Int { Int(status.prefix(3)) ?? 0 }
}

/// The place of one request's answer: answers leave in the order of their requests.
public struct DirectReply: Sendable {
    let replies: Replies
    let handler: NIOLoopBound<DirectHandler>
    let number: Int
    /// The request's place in a trace, which ends with its answer; `nil` where there are none.
    public let span: (any Tracing.Span)?

    /// What the request is called; `nil` if that is not told, or it is answered.
    ///
    /// On the event loop alone, where answers are made.
    public var requestID: String? { handler.value.answers.mark(of: number).id }

    /// Answers the request.
    ///
    /// Does not suspend; from any thread. Nothing happens if the client has gone.
    ///
    /// - Parameter response: makes the answer, on the event loop.
    public func send(_ response: @escaping @Sendable () -> DirectResponse) {
        if handler.eventLoop.inEventLoop {
            handler.value.answer(number, with: response())
        } else {
            replies.add(Reply(handler: handler, number: number, response: response))
        }
    }
}

/// A request that is to become a stream.
public struct DirectOpening: Sendable {
    let handler: NIOLoopBound<DirectHandler>
    /// The request's place in a trace, which ends once the stream has begun; `nil` where there are
    /// none.
    public let span: (any Tracing.Span)?
    /// What the request is called; `nil` if that is not told.
    public let requestID: String?

    /// Writes the head and makes the response a stream.
    ///
    /// Does not suspend; from any thread.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - begin: given the body, on its event loop and with that; it is for the closure to start
    ///     it. If the client has gone meanwhile the body says so when it is started.
    public func stream(
        contentType: String,
        _ begin: @escaping @Sendable (any StreamBody, any EventLoop) -> Void
    ) {
        let loop = handler.eventLoop
        loop.execute {
            handler.value.stream(contentType: contentType) { begin($0, loop) }
        }
    }

    /// Answers with a whole response instead, and closes the connection.
    ///
    /// Does not suspend; from any thread.
    ///
    /// - Parameter response: the answer.
    public func refuse(with response: DirectResponse) {
        handler.eventLoop.execute { handler.value.refuse(with: response) }
    }
}
