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

    /// The path of a room, or of what lies under it.
    ///
    /// - Parameters:
    ///   - room: the room.
    ///   - rest: what follows, with its slash.
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
