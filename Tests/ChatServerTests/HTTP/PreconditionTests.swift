import ChatStore
import HTTPTypes
import TestConnections
import Testing

@testable import ChatServer

/// Changes that are to be made of one state alone.
@Suite(.timeLimit(.minutes(10))) struct PreconditionTests {
    private func request(_ begin: String, _ field: String, _ body: String = "") -> String {
        "\(begin) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic YW5uOg==\r\n\(field)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// A text, but for a room, which takes none.
    private func body(of begin: String) -> String {
        let isOfRoom = begin.hasSuffix("/new") || begin.hasSuffix("/a")
        return begin.hasPrefix("GET") || isOfRoom ? "" : "y"
    }

    // They were ignored, and what was to be done of another state was done.
    @Test(
        "A change whose precondition cannot hold is refused, and nothing is done",
        arguments: [
            ("POST /rooms/a/messages", #"If-Match: "x""#), ("PUT /rooms/a", #"If-Match: "x""#),
            ("PATCH /rooms/a/messages/1", #"If-Match: W/"x", "y""#),
            ("DELETE /rooms/a/messages/1", #"If-Match: "x""#),
            ("PUT /rooms/a/read", "If-None-Match: *"), ("PUT /rooms/a", "If-None-Match:  * "),
            ("DELETE /rooms/a/messages/1", "If-None-Match: *"),
            ("POST /rooms/a/messages", "if-none-match: *"),
            // What is not there has no state that could be the right one.
            ("PUT /rooms/new", "If-Match: *"), ("PUT /rooms/a/files/f.txt", "If-Match: *"),
            ("PUT /%72ooms/a/files/f.txt", "If-Match: *"),
            ("PUT /rooms/a", "If-None-Match: *\r\nIf-None-Match: *"),
            ("PUT /rooms/a", #"If-None-Match: "x",*"#),
            ("POST /rooms/a/messages", "If-Match: *\r\nIf-Match: \"x\""),
            ("POST /rooms/a/messages", "If-Match: ,"),
        ]
    )
    func refused(begin: String, field: String) async throws {
        try await TestServer.run { server in
            try await server.say("x")
            let answer = try await server.answer(to: request(begin, field, body(of: begin)))
            #expect(answer.status == 412, "\(answer)")
            #expect(answer.body.contains(#""code":"precondition_failed""#), "\(answer)")
            #expect(server.services.store.head == 1)
            #expect(server.services.rooms.byName.count == 1)
        }
    }

    @Test(
        "A precondition that holds changes nothing of the answer",
        arguments: [
            ("POST /rooms/a/messages", "If-Match: *", 201),
            ("POST /rooms/a/messages", "If-Match: *\r\nIf-Match: *", 201),
            ("PUT /rooms/a", "If-Match: *", 200),
            ("PUT /%72ooms/new", "If-None-Match: *", 201),
            ("POST /rooms/a/messages", #"If-None-Match: "x""#, 201),
            ("PUT /rooms/new", "If-None-Match: *", 201),
            ("PUT /rooms/a/files/f.txt", "If-None-Match: *", 201),
            ("GET /rooms/a/messages", #"If-Match: "x""#, 200),
        ]
    )
    func held(begin: String, field: String, status: Int) async throws {
        try await TestServer.run { server in
            try await server.say("x")
            let answer = try await server.answer(to: request(begin, field, body(of: begin)))
            #expect(answer.status == status, "\(answer)")
        }
    }

    @Test("That a precondition does not hold is described of each change, and of no look")
    func described() {
        for operation in APIOperations.all where !operation.path.hasPrefix("/files/") {
            let isChange = operation.method != .get && operation.method != .head
            #expect((operation.problems[412] != nil) == isChange, "\(operation.path)")
        }
    }
}
