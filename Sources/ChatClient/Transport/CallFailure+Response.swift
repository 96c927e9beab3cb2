import AsyncHTTPClient
import ChatProtocol
import FoundationEssentials
import NIOCore
import NIOHTTP1

extension CallFailure {
    /// Bytes of a problem's text; a longer one is none.
    private static let byteLimit = 64 * 1024

    /// Reads a refusal.
    ///
    /// Suspends for its body.
    ///
    /// - Parameter response: one whose status is not 2xx.
    init(of response: HTTPClientResponse, to method: HTTPMethod, from server: ServerAddress) async {
        let status = Int(response.status.code)
        // A body that breaks off, is too long or is no problem explains nothing.
        let body = try? await response.body.collect(upTo: Self.byteLimit)
        let bytes = body.map { Array($0.readableBytesView) } ?? []
        let isMarked = AnswerExpectation.isMarked(response.headers)
        let told = Self.problem(bytes, isMarked: isMarked)
        guard told != nil || isMarked || Self.isOfServer(response, to: method) else {
            self = .unreachable(.stranger(server, status: status))
            return
        }
        var problem = told ?? .unexplained(status: status, from: server)
        problem.status = status
        if let seconds = response.headers["Retry-After"].first.flatMap({ WireNumber($0) }) {
            problem.retryAfter = Int(seconds.value)
        }
        self = .refused(problem)
    }

    /// The problem that a Burble server tells; `nil` for any other text.
    ///
    /// Where the head does not show whose it is, the problem's type does.
    private static func problem(_ bytes: [UInt8], isMarked: Bool) -> Problem? {
        struct Typed: Decodable {
            var type: String
        }
        // What cannot be read is no problem.
        guard let problem = try? Problem(json: bytes) else { return nil }
        if isMarked { return problem }
        let typed = try? JSONDecoder().decode(Typed.self, from: Data(bytes))
        return typed?.type == problem.type ? problem : nil
    }

    /// Whether a refusal without words may be of the server, or of a proxy while that is away, is
    /// in trouble itself, or takes no body of that length.
    ///
    /// Sources: RFC 9110, section 15.6; Cloudflare, "5xx errors", for 520 to 530.
    private static func isOfServer(_ response: HTTPClientResponse, to method: HTTPMethod) -> Bool {
        let status = response.status.code
        if [408, 413, 425, 429, 500, 502, 503, 504].contains(status) { return true }
        if (520...530).contains(status) { return true }
        let type = response.headers.first(name: "Content-Type") ?? ""
        return method == .HEAD && type.hasPrefix("application/problem+json")
    }
}
