import ChatProtocol
import Foundation
import NIOCore
import NIOHTTP1

/// What a trial asks a server for, beside streams.
struct TrialLink: Sendable {
    let link: ServerLink

    /// Makes the credentials of a member without a password.
    ///
    /// - Returns: a header's name and value.
    static func credentials(of user: String) -> (String, String) {
        ("Authorization", "Basic " + Data("\(user):".utf8).base64EncodedString())
    }

    /// Asks once.
    ///
    /// Suspends for the whole answer.
    ///
    /// - Parameter body: what is sent; `nil` for none.
    /// - Throws: ``CommandFailure``.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        _ fields: [(String, String)] = [],
        body: String? = nil
    ) async throws -> [UInt8] {
        var answer: [UInt8] = []
        let body = body.map { ByteBuffer(string: $0) }
        try await link.ask(method, path, headers: fields, body: body) {
            answer += $0.readableBytesView
        }
        return answer
    }

    /// Reads the log's events of a room.
    ///
    /// Suspends until all of them came.
    ///
    /// - Parameters:
    ///   - format: one that carries whole events.
    ///   - query: further parameters, each with its `&`.
    /// - Returns: events, in order; none where there is no room.
    /// - Throws: ``CommandFailure``, or why it is no such format.
    func events(
        of room: String,
        as format: Format,
        _ query: String = "",
        _ fields: [(String, String)] = []
    ) async throws -> [Event] {
        guard var decoder = EventDecoder(format: format) else { return [] }
        var events: [Event] = []
        do {
            let path = "/rooms/\(room)/events?format=\(format)" + query
            try await link.ask(.GET, path, headers: fields) {
                events += try decoder.decode($0.readableBytesView)
            }
            return try events + decoder.finish()
        } catch let failure as CommandFailure where failure.exit == .noInput {
            // Nobody came to say anything there.
            return []
        }
    }
}
