import AsyncHTTPClient
import ChatProtocol
import NIOCore
import NIOHTTP1

extension Problem {
    /// Bytes of a problem's text; a longer one is told by its status alone.
    private static let byteLimit = 64 * 1024

    /// Reads the problem of a refusal.
    ///
    /// Suspends for its body.
    ///
    /// - Parameters:
    ///   - response: one whose status is not 2xx.
    ///   - server: who gave it.
    init(of response: HTTPClientResponse, from server: ServerAddress) async {
        // A body that breaks off, is too long or is no problem leaves it to the status.
        let body = try? await response.body.collect(upTo: Self.byteLimit)
        let status = Int(response.status.code)
        let told = body.flatMap { try? Problem(json: $0.readableBytesView) }
        self = told ?? .unexplained(status: status, from: server)
        self.status = status
        if told == nil, let place = response.headers["Location"].first {
            // Somebody may have turned the way to HTTPS, or to a page where one signs in.
            detail += ", and points to \(place)"
        }
        if let seconds = response.headers["Retry-After"].first.flatMap({ WireNumber($0) }) {
            retryAfter = Int(seconds.value)
        }
    }

    /// Whether one of our servers said why: what anything else answers tells of itself alone.
    package var isExplained: Bool { code != "unexplained" }

    /// The problem of an answer that did not explain itself: not one of our servers, perhaps.
    ///
    /// - Parameters:
    ///   - status: the answer's.
    ///   - server: who gave it.
    /// - Returns: a problem with the code `unexplained`.
    static func unexplained(status: Int, from server: ServerAddress) -> Problem {
        Problem(
            status: status,
            code: "unexplained",
            title: "The server refused",
            detail: "\(server) answered \(status) without a reason"
        )
    }
}
