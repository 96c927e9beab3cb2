import ChatProtocol
import NIOHTTP1
import TestConnections
import Testing

@testable import ChatServer

/// What is answered on the event loop, and what is left to the router: both must say the same.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct DirectWayTests {
    /// Makes a request the router's, and changes nothing else about it.
    private static let odd = "Upgrade: odd\r\n"
    private static let ann = "Authorization: Basic YW5uOg==\r\n"

    /// A post, and the status it is answered with.
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        var fields = DirectWayTests.ann
        var body = "hello"
        let status: Int
    }

    private static let json = ann + "Content-Type: application/json\r\n"

    static let cases = [
        Case(description: "a text", status: 201),
        Case(description: "a guest", fields: "", status: 201),
        Case(
            description: "JSON",
            fields: json,
            body: #"{"text":"hi","kind":"action"}"#,
            status: 201
        ),
        Case(description: "JSON that is none", fields: json, body: #"{"text":"#, status: 400),
        Case(
            description: "a reply to nothing",
            fields: json,
            body: #"{"text":"hi","replyTo":99999}"#,
            status: 404
        ),
        Case(description: "nothing", body: "", status: 400),
        Case(
            description: "a text too long",
            body: String(repeating: "x", count: 17_000),
            status: 413
        ),
        Case(description: "a bad key", fields: ann + "Idempotency-Key: a b\r\n", status: 400),
        Case(description: "a bad name", fields: "Authorization: Basic !!!!\r\n", status: 401),
        Case(description: "an unknown token", fields: "Authorization: Bearer x\r\n", status: 401),
    ]

    // Seen as C06: two ways to one address answered differently.
    @Test("A post is answered the same on the event loop and by the router", arguments: cases)
    func same(post: Case) async throws {
        try await withRoom { server in
            func answer(_ fields: String) async throws -> RawConnection.Answer {
                try await server.answer(
                    to: RawConnection.post("/rooms/a/messages", post.body, fields: fields)
                )
            }
            let direct = try await answer(post.fields)
            let routed = try await answer(post.fields + Self.odd)
            #expect(direct.status == post.status)
            #expect(masked(direct) == masked(routed))
        }
    }

    @Test(
        "A stream has the same head on the event loop and by the router",
        arguments: Format.allCases
    )
    func sameStream(format: Format) async throws {
        try await withRoom { server in
            let head = "GET /rooms/a/stream?format=\(format.rawValue) HTTP/1.1\r\nHost: x\r\n"
            var heads: [RawConnection.Answer] = []
            for fields in ["", Self.odd] {
                heads.append(
                    try await RawConnection.open(port: server.port) { client in
                        try await client.send(head + fields + "\r\n")
                        return try await client.head()
                    }
                )
            }
            #expect(heads[0].status == 200)
            #expect(masked(heads[0]) == masked(heads[1]))
        }
    }

    @Test(
        "What is out of the ordinary about a post leaves it to the router, which takes it",
        arguments: [
            "POST /rooms/a/messages HTTP/1.0\r\n\(ann)Content-Length: 5\r\n\r\nhello",
            "POST /rooms/a/messages HTTP/1.1\r\nHost: x\r\n\(ann)Transfer-Encoding: chunked\r\n\r\n"
                + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            "POST /rooms/a/messages HTTP/1.1\r\nHost: x\r\n\(ann)Expect: 100-continue\r\n"
                + "Content-Length: 5\r\n\r\nhello",
            "POST /rooms/a/messages HTTP/1.1\r\nHost: x\r\n\(ann)Origin: http://x\r\n"
                + "Content-Length: 5\r\n\r\nhello",
            "POST /rooms/%61/messages HTTP/1.1\r\nHost: x\r\n\(ann)Content-Length: 5\r\n\r\nhello",
            "POST /rooms/A/messages HTTP/1.1\r\nHost: x\r\n\(ann)Content-Length: 5\r\n\r\nhello",
        ]
    )
    func odd(request: String) async throws {
        try await withRoom { server in
            let answer = try await server.answer(to: request)
            #expect(answer.status == 201)
            #expect(answer.fields["location"] == "/rooms/a/messages/2")
            guard case .durable(let event) = try Event(json: Array(answer.body.utf8)),
                case .message(let message) = event.content
            else {
                Issue.record("no message: \(answer.body)")
                return
            }
            #expect(message.text == "hello")
        }
    }

    @Test(
        "What nobody may do is refused by the router",
        arguments: [
            ("/rooms/a/messages", "Origin: http://evil.example\r\n", 403),
            ("/rooms/@bob/messages", "", 403), ("/rooms/-/messages", "", 400),
        ]
    )
    func refused(path: String, fields: String, status: Int) async throws {
        try await withRoom { server in
            let post = RawConnection.post(path, "hello", fields: Self.ann + fields)
            let answer = try await server.answer(to: post)
            #expect(answer.status == status)
            #expect(answer.fields["content-type"] == "application/problem+json")
        }
    }

    @Test("A room that is not there is made by the post, and is answered directly from then on")
    func newRoom() async throws {
        try await TestServer.wired { _, client in
            for number in 1...3 {
                try await client.send(
                    RawConnection.post("/rooms/new/messages", "x", fields: Self.ann)
                )
                let answer = try await client.answer()
                #expect(answer.status == 201)
                #expect(answer.fields["location"] == "/rooms/new/messages/\(number)")
            }
        }
    }

    @Test("A request of the router's is answered also when nonsense comes right behind it")
    func nonsenseBehind() async throws {
        try await withRoom { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    RawConnection.post("/rooms/a/messages", "x", fields: Self.ann)
                        + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + "nonsense\r\n\r\n"
                )
                let answers = String(decoding: try await client.readToEnd(), as: UTF8.self)
                let statuses = answers.components(between: "HTTP/1.1 ").map { $0.prefix(3) }
                #expect(statuses == ["201", "200", "400"], "\(answers)")
            }
        }
    }

    // MARK: - Parts

    private func withRoom(_ body: @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.run { server in
            try await server.say("first")
            try await body(server)
        }
    }

    /// An answer without what time and place make different.
    private func masked(_ answer: RawConnection.Answer) -> RawConnection.Answer {
        var answer = answer
        answer.fields["date"] = answer.fields["date"].map { _ in "a date" }
        answer.fields["x-request-id"] = answer.fields["x-request-id"].map { _ in "a name" }
        answer.fields = answer.fields.mapValues(digitsMasked)
        answer.body = digitsMasked(answer.body)
        return answer
    }

    private func digitsMasked(_ text: String) -> String {
        var masked = ""
        for character in text {
            if character.isASCII, character.isNumber {
                if masked.last != "0" { masked.append("0") }
            } else {
                masked.append(character)
            }
        }
        return masked
    }
}
