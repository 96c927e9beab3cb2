package import ChatProtocol
import NIOHTTP1

/// By what an answer of 2xx is known for the one that was asked for.
///
/// Whatever listens at an address answers with 200: a proxy's page, a site of the same machine.
package struct AnswerExpectation: Hashable, Sendable {
    /// On every answer of a Burble server, and on few others.
    private static let mark = "X-Request-Id"

    private let statuses: Set<UInt>
    /// A media type in lower case; `nil` where a body is of no interest.
    private let type: String?

    private init(_ statuses: Set<UInt>, _ type: String?) {
        self.statuses = statuses
        self.type = type
    }

    /// No body: it was done.
    package static let nothing = AnswerExpectation([204], nil)

    /// A JSON text, of what is there or was made.
    package static let json = AnswerExpectation([200, 201], "application/json")

    /// It was done, and what is there now may be told or not.
    static let done = AnswerExpectation([200, 201, 204], nil)

    /// Whatever there is: who asks judges all that comes.
    package static let anything = AnswerExpectation([], nil)

    /// Rows of a format.
    ///
    /// - Returns: what such an answer has.
    package static func rows(of format: Format) -> AnswerExpectation {
        AnswerExpectation([200], bare(format.mediaType))
    }

    /// A media type without its parameters, in lower case.
    private static func bare(_ type: String) -> String {
        type.prefix { $0 != ";" && $0 != " " }.lowercased()
    }

    /// Judges the head of an answer.
    ///
    /// - Parameter status: its code, of 2xx.
    /// - Returns: false for an answer of a stranger.
    func isMet(by status: UInt, _ headers: HTTPHeaders) -> Bool {
        guard self != .anything else { return true }
        return fits(status, headers) && Self.isMarked(headers)
    }

    /// Whether the head has the form that was asked for, whoever it is of.
    ///
    /// - Parameter status: its code, of 2xx.
    /// - Returns: true if what the body tells may be what was asked for.
    func fits(_ status: UInt, _ headers: HTTPHeaders) -> Bool {
        guard self != .anything else { return true }
        guard statuses.contains(status) else { return false }
        guard let type else { return true }
        return headers.first(name: "Content-Type").map(Self.bare) == type
    }

    /// Whether who asks reads nothing that could show whose answer it is.
    var isWithoutWords: Bool { self != .anything && type == nil }

    /// Whether an answer has what those of a Burble server have.
    ///
    /// - Returns: false also behind a proxy that takes off what it does not know, and of
    ///   servers up to 0.2.0.
    static func isMarked(_ headers: HTTPHeaders) -> Bool { headers.contains(name: mark) }
}
