import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Asks a client that waits for it to send the body of its request.
///
/// Said where the body is read next, and not before: what the head alone is refused for is refused
/// without it.
///
/// Source: RFC 9110, section 10.1.1.
struct BodyInvitation: Sendable {
    /// Of the request whose task this is; `nil` where the client waits for nothing.
    @TaskLocal static var current: BodyInvitation?

    private let channel: any Channel

    /// Makes the invitation to a request's body.
    ///
    /// - Parameter request: any; `nil` unless its client waits.
    init?(_ request: Request, on channel: any Channel) {
        guard request.headers[.expect]?.lowercased() == "100-continue" else { return nil }
        self.channel = channel
    }

    /// Sends it; does not suspend.
    func send() {
        let goOn = HTTPResponse(status: .continue)
        // Of a connection that has gone the body tells.
        channel.writeAndFlush(HTTPResponsePart.head(goOn), promise: nil)
    }
}
