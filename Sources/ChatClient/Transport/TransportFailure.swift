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
    /// The server took longer than it may.
    case timedOut(ServerAddress)
    /// No secure connection came about: a certificate, or a server that does not speak TLS.
    case insecure(ServerAddress)
    /// The server shows another certificate than the one that is trusted.
    case changed(ServerAddress, known: Fingerprint, shown: Fingerprint)
    /// The connection broke in the middle.
    case closed(ServerAddress)
    /// What came is not HTTP, or not an answer that can be used.
    case badAnswer(ServerAddress, String)
    /// The caller took the request back.
    case cancelled

    package var description: String {
        switch self {
        case .connectionRefused(let server): "\(server) refused: no server listens there"
        case .nameNotResolved(let server): "the host of \(server) is not known"
        case .notReachable(let server): "no way leads to \(server)"
        case .timedOut(let server): "\(server) did not answer in time"
        case .insecure(let server):
            "no secure connection to \(server) came about: nobody vouches for it; chat-tui pin "
                + "shows its certificate"
        case .changed(let server, let known, let shown):
            "\(server) shows another certificate, \(shown), than the one that is trusted, "
                + "\(known): somebody may stand between; chat-tui pin trusts a new one"
        case .closed(let server): "\(server) closed the connection"
        case .badAnswer(let server, let detail): "\(server) gave a bad answer: \(detail)"
        case .cancelled: "the request was taken back"
        }
    }
}
