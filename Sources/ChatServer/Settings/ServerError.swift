import NIOCore
import NIOPosix
import StreamingHTTP

/// Why a server did not start.
///
/// The text is for the operator's terminal.
package enum ServerError: Error, Sendable, CustomStringConvertible {
    /// The address cannot be listened on.
    case listen(ListenAddress, reason: String)
    /// A file of the certificate or its key cannot be used.
    case tls(file: String, reason: String)
    /// The database has lost some of the log, which has another name now.
    case logRenamed
    /// The other servers of the log have another operator's token.
    case operatorToken(file: String, others: [String])

    package var description: String {
        switch self {
        case .listen(let address, let reason): "cannot listen on \(address): \(reason)"
        case .tls(let file, let reason): "cannot use \(file) for TLS: \(reason)"
        case .logRenamed:
            "the database has lost what was acknowledged: the log has another name, and the server "
                + "has to be restarted"
        case .operatorToken(let file, let others):
            "\(file) is not the token of the other servers of this log"
                + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))")
                + ": copy operator.token from the data folder of one of them; "
                + "to change it for all, stop them first"
        }
    }

    /// Puts into words why an address cannot be listened on.
    init(listening address: ListenAddress, _ error: any Error) {
        let reason =
            switch error {
            case let error as IOError: error.words
            case is UnixDomainSocketPathWrongType: "a file is there that is not a socket"
            case SocketAddressError.unixDomainSocketPathTooLong: "the path is too long for a socket"
            case is SocketAddressError, is SocketAddressError.UnknownHost: "there is no such host"
            default: "the system refused it"
            }
        self = .listen(address, reason: reason)
    }
}
