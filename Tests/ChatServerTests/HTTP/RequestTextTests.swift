import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore
import TestConnections
import Testing

@testable import ChatServer

/// What a request says in bytes that are no text, or in codings that nobody takes off.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RequestTextTests {
    @Test(
        "A query is decoded as a form's: what is no escape stands for itself",
        arguments: [
            ("a+b", "a b"), ("a%20b", "a b"), ("%C3%A9", "é"), ("100%", "100%"), ("%zz", "%zz"),
            ("%+1", "% 1"), ("%-1", "%-1"), ("%4", "%4"), ("%2541", "%41"), ("", ""), ("%00", "\0"),
            ("50%25+caf%C3%A9", "50% café"),
        ]
    )
    func decoded(text: String, value: String) {
        #expect(FormText(text)?.value == value)
    }

    @Test("Parameters are read by their bytes: the first of a name counts, and none needs a value")
    func parameters() throws {
        let head = HTTPRequest(
            method: .get,
            scheme: nil,
            authority: nil,
            path: "/s?a=1&&b=%41+%42&a=2&c&=x&d==e=&match=caf\u{e9}&u=\u{301}&f=%26"
        )
        let parameters = QueryParameters(
            Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        )
        let read = ["a", "b", "c", "d", "match", "u", "f"].map { parameters[$0] }
        #expect(read == ["1", "A B", nil, "=e=", "caf\u{e9}", "\u{301}", "&"])
    }

    @Test(
        "Of several names of a browser's place the first one that says something counts",
        arguments: [
            ("lastEventId=a.1&last_event_id=b.2", "a.1"),
            ("last_event_id=b.2&lastEventId=a.1", "b.2"),
            ("Last-Event-ID=&evs_last_event_id=c.3&lastEventId=a.1&last_event_id=b.2", "c.3"),
            ("lastEventId=a.1&lastEventId=b.2", "a.1"), ("lastEventId=", nil), ("since=a.1", nil),
        ] as [(String, String?)]
    )
    func place(query: String, place: String?) {
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/stream?\(query)")
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        // A table of them has another order each time.
        for _ in 1...20 { #expect(QueryParameters(request).lastEventID == place) }
    }

    // Kicking a member called `..` took the room away, taking a reaction off the message.
    @Test("What clients and proxies leave of a part of dots changes nothing")
    func steps() async throws {
        try await TestServer.run { server in
            try await server.say("hello")
            let head = server.services.store.head
            for operation in APIOperations.all where !operation.method.isSafe {
                let path = operation.path.replacing(/\{[^}]*\}/, with: "a") + "/"
                let answer = try await server.ask(operation.method.rawValue, path, "{}")
                #expect(answer.status == 404, "\(operation.method) \(path): \(answer)")
            }
            for path in ["members/%2e%2e", "messages/1/reactions/..", "messages/1/reactions/."] {
                let answer = try await server.ask("PUT", "/rooms/a/\(path)", "{}")
                #expect((400..<500).contains(answer.status), "\(path): \(answer)")
            }
            for path in ["", "messages/1/"] {
                let answer = try await server.ask("DELETE", "/rooms/a/\(path)")
                #expect(answer.status == 404, "\(path): \(answer)")
            }
            #expect(server.services.store.head == head)
        }
    }

    // The first one was taken, and what stands before the server may look at the last.
    @Test("A field of JSON that stands twice is told so wherever JSON is taken")
    func repeated() async throws {
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                for (method, path, body) in [
                    ("POST", "/rooms/a/messages", #"{"text":"a","text":"b"}"#),
                    ("PUT", "/rooms/a", #"{"topic":"a","topic":"b"}"#),
                    ("PUT", "/rooms/a", #"{"retention":{"days":1,"days":2}}"#),
                    ("POST", "/challenges", #"{"name":"a","na\u006de":"b"}"#),
                ] {
                    try await client.send(
                        "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
                            + "Authorization: Basic YW5uOg==\r\nContent-Type: application/json\r\n"
                            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    )
                    let answer = try await client.answer()
                    #expect(answer.status == 400, "\(method) \(path): \(answer)")
                    #expect(answer.body.contains("stands twice"), "\(answer)")
                }
            }
            #expect(server.services.store.head == 0)
        }
    }

    @Test(
        "JSON that is no UTF-8 is told so wherever JSON is taken",
        arguments: [[0xFF], [0x22, 0xC0, 0xAF, 0x22], [0x7B, 0, 0x7D, 0]] as [[UInt8]]
    )
    func noUTF8(bytes: [UInt8]) async throws {
        try await TestServer.wired { _, client in
            for (method, path) in [
                ("PUT", "/rooms/a"), ("POST", "/rooms/a/messages"), ("PUT", "/rooms/a/read"),
                ("PUT", "/rooms/a/members/ann"), ("POST", "/challenges"), ("POST", "/tokens"),
            ] {
                try await client.send(
                    "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Basic YW5uOg==\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(bytes.count)\r\n\r\n"
                )
                try await client.send(bytes)
                let answer = try await client.answer()
                #expect(answer.status == 400, "\(method) \(path): \(answer)")
                #expect(answer.body.contains(#""code":"not_utf8""#), "\(method) \(path)")
            }
        }
    }

    @Test("A zero byte in JSON is no JSON, and none of another encoding")
    func zeroInJSON() async throws {
        try await TestServer.run { server in
            for field in ["text", "topic"] {
                let begin = field == "text" ? "POST /rooms/a/messages" : "PUT /rooms/a"
                for value in ["\"a\"}\0", "\"a\0b\"}", "\0\"a\"}"] {
                    let body = "{\"\(field)\":\(value)"
                    let answer = try await server.answer(
                        to: "\(begin) HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\n"
                            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    )
                    #expect(answer.status == 400, "\(begin): \(answer)")
                    #expect(answer.body.contains(#""code":"bad_body""#), "\(begin): \(answer)")
                }
            }
        }
    }

    // Seen as sixty megabytes that were read for a message of sixteen kilobytes.
    @Test(
        "A body whose chunks cost far more than they bring is read no further",
        arguments: [
            "2;" + String(repeating: "a", count: 200_000),
            String(repeating: "0", count: 200_000),
            String(repeating: "1;\(String(repeating: "a", count: 8_000))\r\nx\r\n", count: 25),
        ]
    )
    func chunkOverhead(chunks: String) async throws {
        try await TestServer.run { server in
            for request in ["POST /rooms/a/messages", "PUT /rooms/a", "PUT /rooms/a/files/x"] {
                let answer = try await server.answer(
                    to: "\(request) HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Basic YW5uOg==\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n\(chunks)"
                )
                #expect(answer.status == 400, "\(request): \(answer)")
            }
            #expect(server.services.store.head == 0)
        }
    }

    @Test(
        "A body in chunks that are none is told so, and not that it was cut off",
        arguments: ["1\nx\r\n0\r\n\r\n", "0x1\r\nx\r\n0\r\n\r\n", "zz\r\n"]
    )
    func badChunks(chunks: String) async throws {
        try await TestServer.run { server in
            for path in ["/rooms/a", "/rooms/a/files/x"] {
                let answer = try await server.answer(
                    to: "PUT \(path) HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Basic YW5uOg==\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n\(chunks)"
                )
                #expect(answer.status == 400, "\(path): \(answer)")
                #expect(answer.body.contains("its chunks cannot be read"), "\(path): \(answer)")
            }
        }
    }

    // A post on the event loop was told that it was no request.
    @Test(
        "A body that is cut off is told so, on the event loop and by the router",
        arguments: [
            "POST /rooms/a/messages HTTP/1.1\r\n", "POST /rooms/%61/messages HTTP/1.1\r\n",
            "POST /rooms/a/messages HTTP/1.1\r\nUpgrade: odd\r\n", "PUT /rooms/a HTTP/1.1\r\n",
            "PUT /rooms/a/files/x HTTP/1.1\r\n",
        ],
        ["Content-Length: 9\r\n\r\nhi", "Transfer-Encoding: chunked\r\n\r\n9\r\nhi"]
    )
    func cutOff(line: String, body: String) async throws {
        try await TestServer.run { server in
            let answer = try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    line + "Host: localhost\r\nAuthorization: Basic YW5uOg==\r\n" + body
                )
                client.halfClose()
                return try await client.answer()
            }
            #expect(answer.status == 400, "\(answer)")
            #expect(answer.body.contains(#""code":"bad_body""#), "\(answer)")
            #expect(answer.body.contains("it was cut off"), "\(answer)")
            #expect(answer.fields["connection"] == "close", "\(answer)")
            #expect(server.services.store.head == 0)
        }
    }

    // Some clients and proxies send both.
    @Test(
        "A host that says the same as the authority is no second one",
        arguments: [
            (["chat.example:8443"], false), (["Chat.Example:8443"], false), (["other"], true),
            (["chat.example:8443", "chat.example:8443"], true), ([], false),
        ] as [([String], Bool)]
    )
    func host(values: [String], isDoubled: Bool) throws {
        let name = try #require(HTTPField.Name("host"))
        let head = HTTPRequest(
            method: .get,
            scheme: "https",
            authority: "chat.example:8443",
            path: "/",
            headerFields: HTTPFields(values.map { HTTPField(name: name, value: $0) })
        )
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        #expect((RequestFront.asked(request).fields.doubled != nil) == isDoubled)
    }

    // Nothing but HTTP is spoken here, whatever the client says that it speaks.
    @Test(
        "A request of HTTP/2 for something of another scheme is refused",
        arguments: [
            ("https", true), ("HTTP", true), ("ftp", false), ("", false), ("wss", false),
        ]
    )
    func scheme(_ scheme: String, isTaken: Bool) {
        let head = HTTPRequest(
            method: .get,
            scheme: scheme,
            authority: "127.0.0.1:8080",
            path: "/healthz"
        )
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        var problem: Problem?
        do throws(Problem) {
            try Self.rules.check(RequestFront.asked(request))
        } catch {
            problem = error
        }
        #expect(problem?.code == (isTaken ? nil : "bad_head"))
    }

    @Test(
        "Bytes that are no UTF-8 are no query",
        arguments: ["%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "a=%C3", "%80", "x=a&%fe=1"]
    )
    func notUTF8(query: String) async throws {
        #expect(FormText(query) == nil)
        try await TestServer.run { server in
            for (method, path) in [
                ("GET", "/rooms/a/messages"), ("GET", "/rooms/a/stream"), ("GET", "/search"),
                ("POST", "/rooms/a/messages"), ("GET", "/healthz"),
            ] {
                for odd in ["", "Upgrade: odd\r\n"] {
                    let answer = try await server.answer(
                        to: "\(method) \(path)?match=\(query) HTTP/1.1\r\nHost: localhost\r\n\(odd)"
                            + "Content-Length: 0\r\n\r\n"
                    )
                    #expect(answer.status == 400, "\(method) \(path) \(odd)")
                    #expect(answer.body.contains(#""code":"bad_parameter""#))
                }
            }
        }
    }

    @Test(
        "A body under another coding than chunks is refused: its bytes would be taken for the text",
        arguments: ["gzip, chunked", "deflate, chunked", "x-gzip,chunked", "identity, chunked"]
    )
    func coded(codings: String) async throws {
        try await TestServer.run { server in
            for (method, path) in [
                ("POST", "/rooms/a/messages"), ("PUT", "/rooms/a/files/x"),
                ("PUT", "/rooms/a/stream"),
            ] {
                let answer = try await server.answer(
                    to: "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
                        + "Transfer-Encoding: \(codings)\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                )
                #expect(answer.status == 415, "\(method) \(path): \(answer)")
                // Nobody unpacks a file to send it otherwise.
                #expect(answer.body.contains("chunked is the only Transfer-Encoding"))
                #expect(!answer.body.contains("gunzip"))
                #expect(answer.body.contains(#""code":"unsupported_encoding""#))
                #expect(answer.fields["connection"] == "close")
            }
            #expect(server.services.store.head == 0)
        }
    }

    // A body of HTTP/2 may come without a length: its bytes were taken as they are.
    @Test(
        "A coding is refused wherever a body is read, whether or not the head announces one",
        arguments: [HTTPRequest.Method.post, .put, .patch, .delete]
    )
    func codedWithoutLength(method: HTTPRequest.Method) throws {
        func check(_ method: HTTPRequest.Method, _ coding: String, length: String? = nil) throws {
            var head = HTTPRequest(
                method: method,
                scheme: "https",
                authority: "127.0.0.1:8080",
                path: "/rooms/a",
                headerFields: [.contentEncoding: coding]
            )
            head.headerFields[.contentLength] = length
            let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
            try Self.rules.check(RequestFront.asked(request))
        }
        for length in [nil, "0", "5"] {
            let problem = #expect(throws: Problem.self) {
                try check(method, "gzip", length: length)
            }
            #expect(problem?.code == "unsupported_encoding")
            try check(method, "identity", length: length)
        }
        for safe in [HTTPRequest.Method.get, .head, .options] { try check(safe, "gzip") }
    }

    // Over HTTP/2 bytes that are no UTF-8 became a letter of a file's name.
    @Test(
        "An address is of visible ASCII, whichever version of HTTP brings it",
        arguments: [
            "/rooms/a/files/\u{fffd}.txt", "/rooms/a/messages/1/reactions/é", "/search?q=\u{fffd}",
            "/rooms/a b",
        ]
    )
    func letters(target: String) {
        let head = HTTPRequest(
            method: .get,
            scheme: "https",
            authority: "127.0.0.1:8080",
            path: target
        )
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let problem = #expect(throws: Problem.self) {
            try Self.rules.check(RequestFront.asked(request))
        }
        #expect(problem?.code == "bad_head")
    }

    private static let rules = RequestRules(
        hosts: HostNames(listen: .tcp(host: "127.0.0.1", port: 8080), further: []),
        origins: WebOrigins()
    )

    @Test(
        "A coding is known by its bytes",
        arguments: [
            ("chunked", true), ("CHUNKED ,", true), ("chun\u{212a}ed", false),
            ("chunked\u{600},chunked", false),
        ]
    )
    func codingBytes(codings: String, isKnown: Bool) {
        let asked = RequestRules.Asked(
            method: "POST",
            target: "/rooms/a/messages",
            mayLackHost: false,
            fields: RequestFields([
                (name: "Host", value: "127.0.0.1:8080"),
                (name: "Transfer-Encoding", value: codings),
            ])
        )
        var code: String?
        do throws(Problem) { try Self.rules.check(asked) } catch { code = error.code }
        #expect(code == (isKnown ? nil : "unsupported_encoding"))
    }

    @Test(
        "A text that is said to be in another charset is taken where it is plain ASCII alone",
        arguments: [
            ("text/plain; charset=utf-8", "é", 201), ("text/plain;CHARSET=\"UTF-8\"", "é", 201),
            ("text/plain; charset=iso-8859-1", "plain\ttext\r\nof two lines", 201),
            ("text/plain; charset=iso-8859-1", "Ã©", 400),
            ("text/plain; charset = cp1252", "é", 400),
            ("text/plain; charset=utf-16le", "h\0i\0", 400),
            ("text/plain; charset=iso-2022-jp", "\u{1b}$B$\"\u{1b}(B", 400),
            ("text/plain; format=flowed", "é", 201),
            ("application/json; charset=latin1", "{}", 400),
            ("application/json", "{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0a\0\"\0}\0", 400),
        ]
    )
    func charsets(type: String, text: String, status: Int) async throws {
        try await TestServer.run { server in
            for odd in ["", "Upgrade: odd\r\n"] {
                let answer = try await server.answer(
                    to: "POST /rooms/a/messages HTTP/1.1\r\nHost: localhost\r\n\(odd)"
                        + "Content-Type: \(type)\r\n"
                        + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)"
                )
                #expect(answer.status == status, "\(type) \(odd): \(answer)")
                guard status == 400, text != "{}" else { continue }
                #expect(answer.body.contains(#""code":"not_utf8""#))
            }
            let topic = "{\0\"\0t\0o\0p\0i\0c\0\"\0:\0\"\0a\0\"\0}\0"
            let change = try await server.answer(
                to: "PUT /rooms/b HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Length: \(topic.utf8.count)\r\n\r\n\(topic)"
            )
            #expect(change.status == 400)
        }
    }

    @Test(
        "A line of a two-way stream is held to its charset, and the next one is posted",
        arguments: [("POST", "iso-8859-1", 1), ("PUT", "utf-16", 1), ("POST", "utf-8", 2)]
    )
    func charsetOfLines(method: String, charset: String, posted: Int64) async throws {
        try await TestServer.run { server in
            let text = "é\nplain\n"
            let answer = try await server.answer(
                to: "\(method) /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: Basic YW5uOg==\r\n"
                    + "Content-Type: text/plain; charset=\(charset)\r\n"
                    + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)",
                inChunks: true
            )
            #expect(answer.body.contains(#""code":"not_utf8""#) == (posted == 1), "\(answer)")
            #expect(answer.body.contains(#""text":"plain""#), "\(answer)")
            #expect(answer.body.contains(#""reason":"input_ended""#), "\(answer)")
            #expect(server.services.store.head == posted)
        }
    }

    // It was ignored, and a pipe that was repeated with its key posted all lines again.
    @Test("A key for all lines of a two-way stream is refused", arguments: ["POST", "PUT"])
    func keyOfLines(method: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.answer(
                to: "\(method) /rooms/a/stream HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: Basic YW5uOg==\r\nIdempotency-Key: k\r\n"
                    + "Content-Length: 4\r\n\r\none\n"
            )
            #expect(answer.status == 400, "\(answer)")
            #expect(answer.body.contains(#""code":"bad_key""#), "\(answer)")
            #expect(server.services.store.head == 0)
        }
    }

    @Test("An escape of a character that needs none makes no other address")
    func plainEscapes() async throws {
        try await TestServer.run { server in
            for (request, status) in [
                ("POST /%72ooms/%61/m%65ssages", 201), ("GET /%68ealthz", 200),
                ("GET /rooms/a/%73tream?timeout=1ms", 200), ("GET /rooms/a/%65vents?limit=1", 200),
                ("GET /rooms/a/messages/%31", 200), ("GET /rooms/a/events%3Flimit=1", 404),
            ] {
                let rest = request.hasPrefix("POST") ? "Content-Length: 1\r\n\r\nx" : "\r\n"
                let answer = try await server.answer(
                    to: "\(request) HTTP/1.1\r\nHost: localhost\r\n\(rest)",
                    inChunks: true
                )
                #expect(answer.status == status, "\(request): \(answer)")
            }
        }
    }

    @Test("A byte order mark in a path is a part of the name, which no name may have")
    func byteOrderMark() async throws {
        try await TestServer.run { server in
            let posted = try await server.answer(to: RawConnection.post("/rooms/r/messages", "x"))
            #expect(posted.status == 201)
            for (request, body) in [
                ("POST /rooms/%EF%BB%BFr/messages", "x"),
                ("PUT /rooms/r/files/%EF%BB%BFa.txt", "x"),
                ("PUT /rooms/r/messages/1/reactions/%EF%BB%BF%2B1", ""),
            ] {
                let answer = try await server.answer(
                    to: "\(request) HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                #expect(answer.status == 400, "\(request): \(answer)")
                #expect(answer.body.contains(#""code":"bad_name""#), "\(request): \(answer)")
            }
            #expect(server.services.store.head == 1)
        }
    }
}
