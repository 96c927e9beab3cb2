import ChatProtocol
import NIOCore
import NIOHTTP1

/// A request to the server, as far as this client needs one.
struct Request: Sendable {
    var method: HTTPMethod = .GET
    /// From the root, percent-encoded, with its query.
    var path: String
    /// Who speaks; `nil` is a reader without a name.
    var speaker: MemberName?
    /// What kind of answer is wanted.
    var accept = "application/json"
    /// Beyond `Accept` and `Authorization`.
    var headers: [(String, String)] = []
    /// A JSON body.
    var json: [UInt8]?
    /// By what the speaker proves to be that one.
    var proof = Proof.usual
    /// What an answer of 2xx has; another one is a stranger's.
    var expectation = AnswerExpectation.json

    /// By what a speaker proves to be that one.
    enum Proof: Sendable {
        /// The token that the transport has, else nothing but the name, as a guest.
        case usual
        /// A password, for this request alone.
        case password(String)
        /// A token, for this request alone.
        case token(String)
        /// The caller is nobody yet.
        case nothing
    }

    /// Whether the server does the same when it gets this twice.
    ///
    /// Source: RFC 9110, section 9.2.2, for the methods.
    var isRepeatable: Bool {
        [.GET, .HEAD, .PUT, .DELETE].contains(method)
            || headers.contains { $0.0 == Self.idempotencyKey }
    }

    /// The field of the key that makes a repetition safe.
    static let idempotencyKey = "Idempotency-Key"

    /// The path of a room, or of what lies under it.
    ///
    /// - Parameter rest: what follows, with its slash.
    /// - Returns: a path from the root.
    static func path(of room: RoomName, _ rest: String = "") -> String {
        "/rooms/\(room.description.percentEncoded)\(rest)"
    }
}

/// A whole answer.
struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]
}
