package import ChatProtocol
import NIOHTTP1

extension RawCall {
    /// By what an answer of 2xx is known for the one that was asked for.
    ///
    /// Whatever listens at an address answers with 200: a proxy's page, a site of the same machine.
    package struct Expectation: Hashable, Sendable {
        /// On every answer of a Burble server, and on few others.
        private static let mark = "X-Request-Id"

        private let statuses: Set<UInt>
        /// A media type in lower case; `nil` where there is no body.
        private let type: String?

        private init(_ statuses: Set<UInt>, _ type: String?) {
            self.statuses = statuses
            self.type = type
        }

        /// No body: it was done.
        package static let nothing = Expectation([204], nil)

        /// A JSON text, of what is there or was made.
        package static let json = Expectation([200, 201], "application/json")

        /// Whatever there is: who asks judges all that comes.
        package static let anything = Expectation([], nil)

        /// Rows of a format.
        ///
        /// - Parameter format: which.
        /// - Returns: what such an answer has.
        package static func rows(of format: Format) -> Expectation {
            Expectation([200], bare(format.mediaType))
        }

        /// A media type without its parameters, in lower case.
        private static func bare(_ type: String) -> String {
            type.prefix { $0 != ";" && $0 != " " }.lowercased()
        }

        /// Judges the head of an answer.
        ///
        /// - Parameters:
        ///   - status: its code, of 2xx.
        ///   - headers: its fields.
        /// - Returns: false for an answer of a stranger.
        func isMet(by status: UInt, _ headers: HTTPHeaders) -> Bool {
            guard self != .anything else { return true }
            guard statuses.contains(status), headers.contains(name: Self.mark) else { return false }
            guard let type else { return true }
            return headers.first(name: "Content-Type").map(Self.bare) == type
        }
    }
}
