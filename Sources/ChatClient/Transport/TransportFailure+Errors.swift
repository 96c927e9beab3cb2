import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
import Glibc
#endif

extension TransportFailure {
    /// Puts an error of the HTTP library into our words.
    ///
    /// - Parameters:
    ///   - error: whatever was thrown.
    ///   - server: whom the request was for.
    init(_ error: any Error, server: ServerAddress) {
        switch error {
        case let failure as TransportFailure: self = failure
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(client: error, server: server)
        case let error as NIOConnectionError: self.init(connection: error, server: server)
        case let error as IOError: self.init(errno: error.errnoCode, server: server)
        case is NIOTooManyBytesError: self = .badAnswer(server, "it is too long")
        case HTTPParserError.invalidEOFState: self = .closed(server)
        case is HTTPParserError: self = .badAnswer(server, "it is not HTTP")
        case is ChannelError: self = .closed(server)
        default: self = Self.isFromTLS(error) ? .insecure(server) : .closed(server)
        }
    }

    private init(client error: HTTPClientError, server: ServerAddress) {
        switch error {
        case .cancelled, .alreadyShutdown, .requestStreamCancelled: self = .cancelled
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded,
            .getConnectionFromPoolTimeout:
            self = .timedOut(server)
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
        self.init(first.error, server: server)
    }

    private init(errno code: CInt, server: ServerAddress) {
        switch code {
        case ECONNREFUSED, ENOENT: self = .connectionRefused(server)
        case ENETUNREACH, EHOSTUNREACH, EACCES, EPERM: self = .notReachable(server)
        case ETIMEDOUT: self = .timedOut(server)
        default: self = .closed(server)
        }
    }

    /// The TLS library's errors are of many types in a module that is otherwise not needed here.
    private static func isFromTLS(_ error: any Error) -> Bool {
        String(reflecting: type(of: error)).hasPrefix("NIOSSL.")
    }
}
