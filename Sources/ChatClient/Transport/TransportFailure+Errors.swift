import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportFailure {
    /// Puts an error of the HTTP library into our words.
    ///
    /// - Parameter server: whom the request was for.
    init(_ error: any Error, server: ServerAddress) {
        switch error {
        case let failure as TransportFailure: self = failure
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(client: error, server: server)
        case let error as NIOConnectionError: self.init(connection: error, server: server)
        case let error as IOError: self.init(errno: error.errnoCode, server: server)
        case is NIOTooManyBytesError: self = .badAnswer(server, "it is too long")
        case HTTPParserError.invalidEOFState: self = .closed(server)
        case is HTTPParserError: self = .notHTTP(server)
        case is ChannelError: self = .closed(server)
        case let error as NIOSSLError: self.init(secure: error, server: server)
        default: self = Self.isFromTLS(error) ? .insecure(server) : .closed(server)
        }
    }

    private init(client error: HTTPClientError, server: ServerAddress) {
        switch error {
        case .cancelled, .alreadyShutdown, .requestStreamCancelled: self = .cancelled
        case .connectTimeout, .getConnectionFromPoolTimeout: self = .noConnection(server)
        case .readTimeout, .writeTimeout, .deadlineExceeded: self = .timedOut(server)
        case .tlsHandshakeTimeout: self = .insecure(server)
        case .remoteConnectionClosed, .uncleanShutdown: self = .closed(server)
        case .invalidURL, .emptyHost: self = .nameNotResolved(server)
        default: self = .badAnswer(server, error.shortDescription)
        }
    }

    private init(connection error: NIOConnectionError, server: ServerAddress) {
        guard let first = error.connectionErrors.first else {
            self = .nameNotResolved(server)
            return
        }
        let failure = TransportFailure(first.error, server: server)
        // What ends so later may have been asked.
        let isBegun = [.timedOut(server), .closed(server)].contains(failure)
        self = isBegun ? .noConnection(server) : failure
    }

    private init(secure error: NIOSSLError, server: ServerAddress) {
        switch error {
        case .handshakeFailed(.sslError(let causes)):
            // The library tells its causes by their descriptions alone.
            let isForeign = causes.contains { "\($0)".contains("WRONG_VERSION_NUMBER") }
            let isCut = causes.contains(.eofDuringHandshake)
            self = isForeign ? .notTLS(server) : isCut ? .unanswered(server) : .insecure(server)
        // These come after the handshake: whom to trust was settled.
        case .uncleanShutdown, .shutdownFailed, .writeDuringTLSShutdown, .readInInvalidTLSState:
            self = .closed(server)
        default: self = .insecure(server)
        }
    }

    private init(errno code: CInt, server: ServerAddress) {
        switch code {
        case ECONNREFUSED, ENOENT: self = .connectionRefused(server)
        case ENETUNREACH, EHOSTUNREACH, EACCES, EPERM: self = .notReachable(server)
        case ETIMEDOUT: self = .timedOut(server)
        default: self = .closed(server)
        }
    }

    /// The other errors of the TLS library are of many types, most of them about whom to trust.
    private static func isFromTLS(_ error: any Error) -> Bool {
        String(reflecting: type(of: error)).hasPrefix("NIOSSL.")
    }
}
