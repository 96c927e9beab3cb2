import NIOHTTP1
import TestConnections
import Testing

@testable import ChatServer

/// What a server answers to one request.
struct TestAnswer: Sendable {
    let status: Int
    let text: String

    /// The `code` of a problem, or the `cursor` of an event.
    func field(_ name: String) -> String? {
        text.firstRange(of: "\"\(name)\":\"").map { range in
            String(text[range.upperBound...].prefix { $0 != "\"" })
        }
    }
}

extension TestServer {
    /// Runs a server for the length of a test, and opens a connection to it.
    static func asking(
        adjust: (inout ServerLimits) -> Void = { _ in },
        given: [String: String] = [:],
        _ body: @Sendable (TestServer, TestConnection) async throws -> Void
    ) async throws {
        try await run(adjust: adjust, given: given) { server in
            try await TestConnection.open(server) { try await body(server, $0) }
        }
    }

    /// Runs a server for the length of a test, and opens a connection that says and hears bytes.
    static func wired(
        adjust: (inout ServerLimits) -> Void = { _ in },
        given: [String: String] = [:],
        _ body: @Sendable (TestServer, RawConnection) async throws -> Void
    ) async throws {
        try await run(adjust: adjust, given: given) { server in
            try await RawConnection.open(port: server.port) { try await body(server, $0) }
        }
    }

    /// Asks on a connection of its own.
    func ask(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        type: String = "application/json",
        as name: String? = "ann",
        headers: [(String, String)] = []
    ) async throws -> TestAnswer {
        try await TestConnection.open(self) { client in
            let answer = try await client.ask(
                .init(rawValue: method),
                path,
                as: name,
                headers: headers + (body == nil ? [] : [("Content-Type", type)]),
                body: body.map { Array($0.utf8) }
            )
            let text = String(decoding: answer.body, as: UTF8.self)
            return TestAnswer(status: Int(answer.head.status.code), text: text)
        }
    }

    /// Posts a message on a connection of its own, which has to be taken.
    @discardableResult
    func say(
        _ text: String,
        in room: String = "a",
        at place: SourceLocation = #_sourceLocation
    ) async throws -> TestAnswer {
        let answer = try await ask("POST", "/rooms/\(room)/messages", text, type: "text/plain")
        try #require(answer.status == 201, "\(text.prefix(40)): \(answer)", sourceLocation: place)
        return answer
    }

    /// What somebody without a name reads at an address.
    func text(of path: String, at place: SourceLocation = #_sourceLocation) async throws -> String {
        let answer = try await ask("GET", path, as: nil)
        try #require(answer.status == 200, "\(path): \(answer)", sourceLocation: place)
        return answer.text
    }

    /// Sends a request as it stands, on a connection of its own, and reads the answer.
    ///
    /// Of an answer in chunks it reads the head alone unless told otherwise: it may be a stream,
    /// which does not end.
    func answer(to request: String, inChunks: Bool = false) async throws -> RawConnection.Answer {
        try await RawConnection.open(port: port) { client in
            try await client.send(request)
            return inChunks ? try await client.wholeAnswer() : try await client.answer()
        }
    }
}
