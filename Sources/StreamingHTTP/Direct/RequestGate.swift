public import NIOHTTP1
public import Tracing

/// What stands before every request of HTTP/1, whichever way answers it.
public protocol RequestGate: Sendable {
    /// Decides whether a request may go on to what answers it.
    ///
    /// Does not suspend; on the connection's event loop.
    ///
    /// - Returns: the answer of a request that is refused; `nil` for one that may go on. The
    ///   connection closes behind it if it says so, if a body may follow, and in HTTP/1.0.
    func refusal(of head: HTTPRequestHead) -> DirectResponse?

    /// Tells whether a request may go on because one of its connection went on that was like it: a
    /// client that posts all day says the same each time.
    ///
    /// Does not suspend; on the connection's event loop.
    ///
    /// - Parameter passed: the head of an earlier request of the connection that was not refused.
    /// - Returns: true only where ``refusal(of:)`` would be `nil`.
    func passes(_ head: HTTPRequestHead, like passed: HTTPRequestHead) -> Bool

    /// The answer to bytes that are no request; the connection closes behind it.
    ///
    /// Does not suspend; on the connection's event loop.
    ///
    /// - Parameter isTooLong: whether they may be one, of whose head more came than is taken.
    func unreadable(isTooLong: Bool) -> DirectResponse

    /// The answer to a request that goes on, and whose body does not come to its end; the
    /// connection closes behind it.
    ///
    /// Does not suspend; on the connection's event loop.
    ///
    /// - Parameter error: with which the body ends, as the decoder tells it.
    /// - Returns: the answer; one like that to bytes that are no request unless it is given.
    func brokenBody(_ error: any Error) -> DirectResponse

    /// Fields of every answer and stream that is made on the event loop.
    var fields: [(name: String, value: String)] { get }

    /// What a request is called, which its answer tells in `X-Request-Id`.
    ///
    /// - Parameter head: of the request; `nil` for bytes that are none.
    /// - Returns: a name; `nil` to tell none.
    func requestID(of head: HTTPRequestHead?) -> String?

    /// Begins the span of a request that is answered on the event loop.
    ///
    /// Does not suspend; on the connection's event loop. A request that is cut off before its end
    /// has no answer: its span ends all the same.
    ///
    /// - Parameters:
    ///   - head: of the request; `nil` for bytes that are none.
    ///   - id: what it is called; `nil` if that is not told.
    /// - Returns: the span; `nil` where there are no traces.
    func span(of head: HTTPRequestHead?, called id: String?) -> (any Tracing.Span)?

    /// Hears of each answer and stream that is made on the event loop.
    ///
    /// Does not suspend; on the connection's event loop.
    ///
    /// - Parameter span: of the request, which ends here; `nil` if it has none.
    func answered(with status: Int, in span: (any Tracing.Span)?)
}

extension RequestGate {
    /// Has each request looked at.
    ///
    /// - Parameters:
    ///   - head: any.
    ///   - passed: any.
    /// - Returns: false.
    public func passes(_ head: HTTPRequestHead, like passed: HTTPRequestHead) -> Bool { false }

    /// Tells no more than that it cannot be read.
    ///
    /// - Parameter error: any.
    /// - Returns: the answer to bytes that are no request.
    public func brokenBody(_ error: any Error) -> DirectResponse { unreadable(isTooLong: false) }

    /// Tells none.
    ///
    /// - Parameter head: any.
    /// - Returns: `nil`.
    public func requestID(of head: HTTPRequestHead?) -> String? { nil }

    /// Begins none.
    ///
    /// - Parameters:
    ///   - head: any.
    ///   - id: any.
    /// - Returns: `nil`.
    public func span(of head: HTTPRequestHead?, called id: String?) -> (any Tracing.Span)? { nil }

    /// Does nothing.
    ///
    /// - Parameters:
    ///   - status: any.
    ///   - span: any.
    public func answered(with status: Int, in span: (any Tracing.Span)?) {}
}

/// A gate that lets every request go on.
public struct OpenGate: RequestGate {
    /// Makes the gate.
    public init() {}

    /// Lets every request go on.
    ///
    /// - Parameter head: any.
    /// - Returns: `nil`.
    public func refusal(of head: HTTPRequestHead) -> DirectResponse? { nil }

    /// A bare `400`.
    ///
    /// - Parameter isTooLong: any.
    /// - Returns: the answer.
    public func unreadable(isTooLong: Bool) -> DirectResponse {
        DirectResponse(status: "400 Bad Request", fields: [], body: [])
    }

    /// None.
    public var fields: [(name: String, value: String)] { [] }
}
