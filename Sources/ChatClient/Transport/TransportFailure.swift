import NIOCore
import NIOPosix

/// Why a server did not answer.
///
/// The text is for people; callers match on the case.
package enum TransportFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing listens there.
    case connectionRefused(ServerAddress)
    /// The host's name is not known.
    case nameNotResolved(ServerAddress)
    /// No way leads there.
    case notReachable(ServerAddress)
    /// No connection came about in time, or one that was begun broke: nothing was asked.
    case noConnection(ServerAddress)
    /// The server took longer than it may.
    case timedOut(ServerAddress)
    /// No secure connection came about: a certificate, or another trouble with TLS.
    case insecure(ServerAddress)
    /// The address is none of TLS, so there is no certificate to look at.
    case noCertificate(ServerAddress)
    /// The server shows another certificate than the one that is trusted.
    case changed(ServerAddress, known: Fingerprint, shown: Fingerprint)
    /// What listens there speaks no TLS.
    case notTLS(ServerAddress)
    /// The connection broke in the middle.
    case closed(ServerAddress)
    /// The connection ended before anything of an answer: a server that stops, or one that waits
    /// for TLS.
    case unanswered(ServerAddress)
    /// What came is not HTTP.
    case notHTTP(ServerAddress)
    /// What came is not an answer that can be used.
    case badAnswer(ServerAddress, String)
    /// What came is an answer, but none of a Burble server to what was asked.
    case stranger(ServerAddress, status: Int)
    /// The caller took the request back.
    case cancelled

    package var description: String {
        switch self {
        case .connectionRefused(let server): "\(server) refused: no server listens there"
        case .nameNotResolved(let server): "the host of \(server) is not known"
        case .notReachable(let server): "no way leads to \(server)"
        case .noConnection(let server): "no connection to \(server) came about"
        case .timedOut(let server): "\(server) did not answer in time"
        case .insecure(let server):
            "no secure connection to \(server) came about: nobody vouches for it; chat-tui pin "
                + "shows its certificate"
        case .noCertificate(let server):
            "\(server) has no certificate: give an address of https://"
        case .changed(let server, let known, let shown):
            "\(server) shows another certificate, \(shown), than the one that is trusted, "
                + "\(known): somebody may stand between; chat-tui pin trusts a new one"
        case .notTLS(let server): "\(server) speaks no TLS: is it http://?"
        case .closed(let server): "\(server) closed the connection"
        case .unanswered(let server):
            "\(server) closed the connection without an answer\(Self.hint(server))"
        case .notHTTP(let server): "\(server) gave no answer of HTTP\(Self.hint(server))"
        case .badAnswer(let server, let detail): "\(server) gave a bad answer: \(detail)"
        case .stranger(let server, let status):
            "\(server) does not answer as a Burble server does, but with \(status)"
        case .cancelled: "the request was taken back"
        }
    }

    /// Whether something answers there that is no Burble server, or is one by the other scheme.
    package var isOfStranger: Bool {
        switch self {
        case .stranger, .notHTTP, .notTLS: true
        default: false
        }
    }

    /// Whether the server may have got the request, and have done it.
    var comesAfterRequest: Bool {
        switch self {
        case .timedOut, .closed, .badAnswer: true
        case .stranger(_, let status): (200..<300).contains(status)
        // A post ends unanswered in the handshake alone.
        case .connectionRefused, .nameNotResolved, .notReachable, .noConnection, .insecure,
            .noCertificate, .changed, .notTLS, .unanswered, .notHTTP, .cancelled:
            false
        }
    }

    /// What a server that waits for TLS does with plain HTTP, others do too.
    private static func hint(_ server: ServerAddress) -> String {
        guard case .host = server.place, server.secureHost == nil else { return "" }
        return ": is it https://?"
    }
}
