package import ChatProtocol

/// How a stream ended.
///
/// The text is for people; callers match on the case.
package enum StreamEnd: Error, Hashable, Sendable, CustomStringConvertible {
    /// The server said farewell.
    case bye(ControlEvent.Bye)
    /// It ended without a farewell: the connection or the server broke.
    case cutOff
    /// Nothing came for two heartbeats.
    case silent(Duration)
    /// The server answered, but not with a stream.
    case refused(Problem)
    /// The server did not answer.
    case unreachable(TransportFailure)
    /// What came is no stream of events.
    case garbled(String)

    package var description: String {
        switch self {
        case .bye(let bye): Self.words(for: bye.reason)
        case .cutOff: "the connection was cut off"
        case .silent(let silence): "the server was silent for \(silence.components.seconds) s"
        case .refused(let problem): problem.words
        case .unreachable(let failure): failure.description
        case .garbled(let detail): "what came is not a stream of events: \(detail)"
        }
    }

    /// Whether it shows that a server is there.
    package var isAnswer: Bool {
        switch self {
        case .bye, .cutOff, .refused, .garbled: true
        case .unreachable(.closed), .unreachable(.badAnswer), .unreachable(.insecure),
            .unreachable(.changed), .unreachable(.notTLS), .unreachable(.unanswered),
            .unreachable(.notHTTP), .unreachable(.stranger):
            true
        case .silent, .unreachable: false
        }
    }

    /// Whether something answers there that is no Burble server, or is one by the other scheme.
    package var isOfStranger: Bool {
        guard case .unreachable(let failure) = self else { return false }
        return failure.isOfStranger
    }

    /// Whether signing in is what helps.
    package var asksForCredentials: Bool {
        switch self {
        case .bye(let bye): bye.reason == "revoked"
        case .refused(let problem): problem.asksForCredentials
        default: false
        }
    }

    /// Whether the server lets the caller in no more.
    package var isShutOut: Bool {
        guard case .bye(let bye) = self else { return asksForCredentials }
        return ["revoked", "banned", "removed"].contains(bye.reason)
    }

    private static func words(for reason: String) -> String {
        switch reason {
        case "shutdown": "the server is shutting down"
        case "slow": "this client read too slowly"
        case "limit", "timeout": "the stream reached its end"
        case "input_ended": "the input of the stream ended"
        case "revoked": "the server ended this sign-in"
        case "banned": "you are banned from this server"
        case "removed": "you may see none of these rooms any more"
        default: "the server ended the stream (\(SafeText(reason).singleLine))"
        }
    }
}
