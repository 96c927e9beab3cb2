import TestConnections
import Testing

@testable import ChatServer

/// What pages of an origin that was let in can read: every answer, errors too.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CrossOriginTests {
    private static let page = "Host: 127.0.0.1\r\nOrigin: https://chat.example\r\n"
    private static let given = ["allow-origin": "HTTPS://Chat.example:443/"]

    private static let requests = [
        "GET /rooms HTTP/1.1\r\n\(page)\r\n",
        "GET /nowhere HTTP/1.1\r\n\(page)\r\n",
        "HEAD /nowhere HTTP/1.1\r\n\(page)\r\n",
        "GET /rooms HTTP/1.1\r\n\(page)Authorization: Basic YTpi\r\n\r\n",
        "DELETE /rooms HTTP/1.1\r\n\(page)\r\n",
        "GET /stats/stream?format=xml HTTP/1.1\r\n\(page)\r\n",
        "POST /rooms/a/messages HTTP/1.1\r\n\(page)Content-Length: 0\r\n\r\n",
        "POST /rooms/a/messages HTTP/1.1\r\n\(page)Content-Length: 1\r\n\r\nx",
        "POST /rooms/a/messages HTTP/1.1\r\n\(page)Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        "GET /rooms/a/stream?format=sse HTTP/1.1\r\n\(page)\r\n",
        "nonsense\r\n\r\n",
        "GET /\(String(repeating: "a", count: 17_000)) HTTP/1.1\r\n\(page)\r\n",
    ]

    // Seen as C09: a page could not read why it was refused.
    @Test(
        "Every answer can be read by the page, and says that it depends on it",
        arguments: requests
    )
    func readable(request: String) async throws {
        try await TestServer.run(given: Self.given) { server in
            let answer = try await head(server, request)
            let allowed = answer.fields["access-control-allow-origin"]?.lowercased()
            #expect(allowed?.hasPrefix("https://chat.example") == true, "\(answer)")
            #expect(answer.fields["vary"] == "Authorization, Origin", "\(answer)")
            let exposed = answer.fields["access-control-expose-headers"] ?? ""
            for name in ["ETag", "Location", "Retry-After", "Content-Disposition"] {
                #expect(exposed.contains(name), "\(answer)")
            }
        }
    }

    @Test(
        "What cannot be read is answered for all pages where all are let in, and else for none",
        arguments: [("*", "*"), ("https://a.example,https://b.example", nil)] as [(String, String?)]
    )
    func unreadable(origins: String, allowed: String?) async throws {
        try await TestServer.run(given: ["allow-origin": origins]) { server in
            let answer = try await head(server, "nonsense\r\n\r\n")
            #expect(answer.fields["vary"] == "Authorization, Origin", "\(answer)")
            #expect(answer.fields["access-control-allow-origin"] == allowed, "\(answer)")
            let exposed = answer.fields["access-control-expose-headers"]
            #expect((exposed?.contains("X-Request-Id") == true) == (allowed != nil), "\(answer)")
        }
    }

    // Seen as C10: a cache could give one origin's answer to another.
    @Test("Answers to others say too that they depend on the page, and open nothing to it")
    func others() async throws {
        try await TestServer.run(given: Self.given) { server in
            let host = "Host: 127.0.0.1\r\n"
            let post = "POST /rooms/a/messages HTTP/1.1\r\n\(host)Content-Length: 1\r\n\r\nx"
            for request in [
                post, "GET /rooms HTTP/1.1\r\n\(host)\r\n",
                "GET /rooms/a/stream HTTP/1.1\r\n\(host)\r\n",
                "GET /rooms HTTP/1.1\r\n\(host)Origin: https://evil.example\r\n\r\n",
            ] {
                let answer = try await head(server, request)
                #expect(answer.fields["vary"] == "Authorization, Origin", "\(answer)")
                #expect(answer.fields["access-control-allow-origin"] == nil, "\(answer)")
            }
        }
    }

    @Test("A page may ask for all that an address takes")
    func preflight() async throws {
        try await TestServer.run(given: Self.given) { server in
            let ask =
                "OPTIONS /rooms/a/messages HTTP/1.1\r\n\(Self.page)"
                + "Access-Control-Request-Method: PATCH\r\n\r\n"
            let answer = try await head(server, ask)
            #expect(answer.status == 204)
            let fields = answer.fields["access-control-allow-headers"] ?? ""
            for name in [
                "Authorization", "If-None-Match", "Last-Event-ID", "Idempotency-Key", "Range",
                "Upload-Offset", "Upload-Complete", "Upload-Length", "Content-Type",
            ] { #expect(fields.contains(name), "\(name)") }
            let methods = answer.fields["access-control-allow-methods"] ?? ""
            for name in ["PUT", "PATCH", "DELETE"] { #expect(methods.contains(name)) }
        }
    }

    @Test("A page may send whatever fields it asks for")
    func askedFields() async throws {
        try await TestServer.run(given: Self.given) { server in
            let asked = "x-requested-with,upload-draft-interop-version,traceparent"
            let ask =
                "OPTIONS /rooms/a/messages HTTP/1.1\r\n\(Self.page)"
                + "Access-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: \(asked)\r\n\r\n"
            let answer = try await head(server, ask)
            #expect(answer.status == 204)
            #expect(answer.fields["access-control-allow-headers"] == asked)
            let other = ask.replacing("chat.example", with: "evil.example")
            let refused = try await head(server, other)
            #expect(refused.status == 403)
            #expect(refused.fields["access-control-allow-headers"] == nil)
        }
    }

    @Test(
        "Origins are read as people write them, and what is none is refused at the start",
        arguments: [
            ("https://a.example", true), ("HTTPS://A.Example:443/", true), ("*", true),
            ("http://[::1]:8080", true), ("https://a.example, https://b.example", true),
            ("tauri://localhost", true), ("a.example", false), ("null", false),
            ("https://", false), ("https://a.example/path", false), ("https://a b", false),
            ("https://u@a.example", false), ("https://a.example:99999", false), ("[x]", false),
            ("https://münchen.example", false), ("", false), (",", false),
            ("https://a.example,", false),
        ]
    )
    func settings(text: String, isTaken: Bool) throws {
        #expect((WebOrigins(text) != nil) == isTaken)
        let settings = try? ServerSettings(dataHome: "/x") { $0 == "allow-origin" ? text : nil }
        #expect((settings != nil) == isTaken)
    }

    @Test("The same origin is known however a browser or the operator writes it")
    func sameOrigin() throws {
        let origins = try #require(WebOrigins("HTTPS://A.Example:443/,http://b.example"))
        for known in ["https://a.example", "https://A.example:443", "http://b.example:80"] {
            #expect(origins.contain(known), "\(known)")
        }
        for other in ["http://a.example", "https://a.example:444", "https://b.example", "null", ""]
        {
            #expect(!origins.contain(other), "\(other)")
        }
        #expect(!origins.contain(nil))
    }

    private func head(_ server: TestServer, _ request: String) async throws -> RawConnection.Answer
    {
        try await RawConnection.open(port: server.port) { client in
            try await client.send(request)
            return try await client.head()
        }
    }
}
