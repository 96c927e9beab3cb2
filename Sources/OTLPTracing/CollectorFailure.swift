import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// Why a collector could not be asked, in the operator's words.
enum CollectorFailure {
    /// Puts an error of the HTTP library into words.
    ///
    /// - Returns: what to look at; nothing of what the other side said.
    static func words(for error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: words(for: error)
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(for: $0.error) } ?? "there is no such host"
        case let error as IOError: words(errno: error.errnoCode)
        case HTTPParserError.invalidEOFState: "the connection broke"
        case is HTTPParserError: "what answers there does not speak HTTP"
        case is CancellationError: "the server ends"
        default: isFromTLS(error) ? tlsWords : "the connection broke"
        }
    }

    private static func words(for error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout: "nobody answers there"
        case .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
            "it does not answer in time"
        case .tlsHandshakeTimeout: "it does not speak TLS"
        case .remoteConnectionClosed, .uncleanShutdown: "the connection broke"
        case .cancelled, .alreadyShutdown: "the server ends"
        default: error.shortDescription
        }
    }

    private static func words(errno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "nobody listens there"
        case ENETUNREACH, EHOSTUNREACH, EACCES, EPERM: "there is no way to it"
        case ETIMEDOUT: "nobody answers there"
        default: "the connection broke"
        }
    }

    /// The library tells both by the same errors.
    private static let tlsWords = "it speaks no TLS, or its certificate is not trusted"

    /// The TLS library's errors are of many types.
    private static func isFromTLS(_ error: any Error) -> Bool {
        String(reflecting: type(of: error)).hasPrefix("NIOSSL.")
    }
}
