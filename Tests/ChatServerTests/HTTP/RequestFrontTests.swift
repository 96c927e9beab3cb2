import ChatStore
import TestConnections
import Testing

@testable import ChatServer

/// What every request has to keep, over real sockets: on the event loop and by the router alike.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RequestFrontTests {
    /// A request that is refused, and how.
    struct Case: Sendable, CustomStringConvertible {
        var description: String { "\(target) \(fields) \(version)" }
        var target = "/rooms/a/messages"
        var fields: String
        var version = "1.1"
        let status: Int
        var code = "bad_head"
    }

    private static let host = "Host: 127.0.0.1\r\n"

    static let refused: [Case] =
        [
            Case(fields: "", status: 400), Case(fields: host + host, status: 400),
            Case(fields: "Host: a b\r\n", status: 400), Case(fields: "Host:\r\n", status: 400),
            Case(fields: "Host: a@127.0.0.1\r\n", status: 400),
            Case(fields: "Host: 127.0.0.1/a\r\n", status: 400),
            Case(fields: "Host: 127.0.0.1:70000\r\n", status: 400),
            Case(fields: "Host: [::1\r\n", status: 400),
            Case(fields: "Host: 127.0.0.1,localhost\r\n", status: 421, code: "wrong_host"),
            Case(fields: "Host: evil.example\r\n", status: 421, code: "wrong_host"),
            Case(fields: "Host: evil.example\r\n", version: "1.0", status: 421, code: "wrong_host"),
            Case(fields: "Host: localhost.evil.example\r\n", status: 421, code: "wrong_host"),
            Case(fields: "Host: 10.0.0.1\r\n", status: 421, code: "wrong_host"),
            Case(fields: "Host: 0.0.0.0\r\n", status: 421, code: "wrong_host"),
            Case(fields: "Host: 2130706433\r\n", status: 421, code: "wrong_host"),
            Case(
                target: "http://evil.example/rooms/a/messages",
                fields: host,
                status: 421,
                code: "wrong_host"
            ),
            Case(target: "ftp://localhost/rooms/a/messages", fields: host, status: 400),
            Case(target: "/rooms/a/messages#x", fields: host, status: 400),
            Case(target: "http://localhost/rooms/a/messages#x", fields: host, status: 400),
            Case(target: "/rooms/a/messages?a=#", fields: host, status: 400),
            Case(target: "/rooms//messages", fields: host, status: 404, code: "not_found"),
            Case(target: "//rooms///messages/?a=//", fields: host, status: 404, code: "not_found"),
            Case(target: "http://localhost/rooms//a", fields: host, status: 404, code: "not_found"),
            Case(fields: host + "Expect: tea\r\n", status: 417, code: "unknown_expectation"),
            Case(fields: host + "Content-Range: bytes 0-4/9\r\n", status: 400),
        ]
        + ["gzip", "identity, br", "x-gzip"].map {
            Case(
                fields: host + "Content-Encoding: \($0)\r\n",
                status: 415,
                code: "unsupported_encoding"
            )
        }
        + [
            "Authorization: Basic YW5uOg==", "Content-Type: text/plain", "Idempotency-Key: a",
            "Origin: http://127.0.0.1", "Range: bytes=0-1", "Last-Event-ID: a", "Upload-Offset: 1",
        ].map { Case(fields: host + "\($0)\r\n\($0)\r\n", status: 400) }
        + [
            "Origin: http://evil.example", "Origin: null", "Origin: http://127.0.0.1:1",
            "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site: cross-site;x=1", "Sec-Fetch-Site: cross-site, same-origin",
            "Sec-Fetch-Site: elsewhere", "Sec-Fetch-Site: ",
            "Origin: http://127.0.0.1\r\nSec-Fetch-Site: cross-site",
        ].map { Case(fields: host + "\($0)\r\n", status: 403, code: "origin_not_allowed") }

    // Seen as S3 and C07: a page of any name that leads here (DNS rebinding) read and posted.
    // Seen as S31 and C04: a request without a host, with two, or with one that is none, was taken.
    // Seen as C06: two fields of one name were read differently by the two ways to the same
    // address.
    // Seen as C14: a PUT of a part of a file was taken for the whole file.
    // Seen as C15: the bytes of a compressed body were taken for the text.
    @Test("What no request may be is refused and closed, and nothing is posted", arguments: refused)
    func refusals(refused: Case) async throws {
        try await TestServer.run { server in
            for odd in ["", "Upgrade: odd\r\n"] {
                try await RawConnection.open(port: server.port) { client in
                    try await client.send(
                        "POST \(refused.target) HTTP/\(refused.version)\r\n\(refused.fields)\(odd)"
                            + "Content-Length: 5\r\n\r\nhello"
                            + RawConnection.post(refused.target, "b")
                    )
                    let answer = try await client.answer()
                    #expect(answer.status == refused.status, "\(answer)")
                    #expect(answer.body.contains("\"code\":\"\(refused.code)\""), "\(answer)")
                    #expect(answer.fields["connection"] == "close")
                    #expect(try await client.readToEnd().isEmpty)
                }
            }
            #expect(server.services.store.head == 0)
        }
    }

    @Test(
        "A refusal of a request without a body comes in its turn, and the next one is answered",
        arguments: ["GET", "HEAD", "DELETE", "OPTIONS"],
        [
            "Host: evil.example\r\n", host + "Sec-Fetch-Site: cross-site\r\n",
            host + "Expect: tea\r\n",
        ]
    )
    func refusedAmongOthers(method: String, fields: String) async throws {
        try await TestServer.run { server in
            for odd in ["", "Accept: */*, a/b\r\nOrigin: http://127.0.0.1\r\n"] {
                try await RawConnection.open(port: server.port) { client in
                    let own = "GET /rooms HTTP/1.1\r\n\(Self.host)\r\n"
                    let refused = "\(method) /rooms HTTP/1.1\r\n\(fields)\(odd)\r\n"
                    try await client.send(own + refused + refused + own)
                    #expect(try await client.answer().status == 200)
                    for _ in 0..<2 {
                        let isHead = method == "HEAD"
                        let answer = try await isHead ? client.head() : client.answer()
                        #expect([421, 403, 417].contains(answer.status), "\(answer)")
                        #expect(answer.fields["connection"] == nil)
                    }
                    #expect(try await client.answer().status == 200)
                }
            }
        }
    }

    @Test(
        "A head that cannot be trusted closes its connection, though no body is announced",
        arguments: ["", host + host, host + "Range: bytes=0-1\r\nRange: bytes=0-1\r\n"]
    )
    func untrusted(fields: String) async throws {
        try await TestServer.wired { _, client in
            let own = "GET /rooms HTTP/1.1\r\n\(Self.host)\r\n"
            try await client.send("GET /rooms HTTP/1.1\r\n\(fields)\r\n" + own)
            let answer = try await client.answer()
            #expect(answer.status == 400 && answer.fields["connection"] == "close")
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test(
        "The server's own names are taken, however they are written",
        arguments: [
            "127.0.0.1", "127.0.0.1:9", "127.8.8.8", "localhost", "LocalHost:80", "localhost.",
            "[::1]", "[::ffff:127.0.0.1]:8080", "Chat.Example", "[2001:db8::1]", "[2001:DB8:0::1]",
            "localhost:",
        ]
    )
    func names(host: String) async throws {
        try await TestServer.run(given: ["host": "chat.example, 2001:db8::1"]) { server in
            for field in ["Host: \(host)\r\n", "hOST: \(host)\r\nUpgrade: odd\r\n"] {
                let post = "POST /rooms/a/messages HTTP/1.1\r\n\(field)Content-Length: 1\r\n\r\nx"
                let answer = try await server.answer(to: post)
                #expect(answer.status == 201)
            }
        }
    }

    @Test(
        "Who says nothing of a page, or comes from the server's own, is answered",
        arguments: [
            "", "Origin: http://127.0.0.1\r\n", "Origin: https://127.0.0.1:80\r\nHost: x\r\n",
            "Sec-Fetch-Site: same-origin\r\n", "Sec-Fetch-Site: none\r\n",
        ]
    )
    func own(fields: String) async throws {
        try await TestServer.run { server in
            let host = fields.contains("Host") ? "" : Self.host
            let fields = fields.replacing("Host: x", with: "Host: 127.0.0.1:80")
            let post =
                "POST /rooms/a/messages HTTP/1.1\r\n\(host)\(fields)Content-Length: 1\r\n\r\nx"
            let answer = try await server.answer(to: post)
            #expect(answer.status == 201)
        }
    }

    @Test(
        "Blanks behind a value are none of it, in each request of a connection",
        arguments: [
            "Host: localhost", "Content-Length: 1", "Expect: 100-continue",
            "Origin: http://127.0.0.1", "Sec-Fetch-Site: same-origin", "Idempotency-Key: k",
            "Authorization: Basic YW5uOg==", "Content-Encoding: identity", "Connection: keep-alive",
        ],
        [" ", "   ", "\t", " \t "]
    )
    func blanksBehind(field: String, blanks: String) async throws {
        let name = field.prefix { $0 != ":" }
        // The decoder refuses a tab there.
        guard name != "Content-Length" || !blanks.contains("\t") else { return }
        let others = ["Host: 127.0.0.1", "Content-Length: 1"].filter { !$0.hasPrefix(name) }
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                for behind in ["", blanks, "", blanks, blanks] {
                    let fields = (others + [field + behind]).joined(separator: "\r\n")
                    try await client.send("POST /rooms/a/messages HTTP/1.1\r\n\(fields)\r\n\r\nx")
                    let answer = try await client.answer()
                    #expect([200, 201].contains(answer.status), "\(answer)")
                }
            }
            #expect(server.services.store.head == (name == "Idempotency-Key" ? 1 : 5))
        }
    }

    @Test("What frames a body is the same to the decoder and to the rules, with blanks behind it")
    func framing() async throws {
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                let head = "POST /rooms/a/messages HTTP/1.1\r\n\(Self.host)"
                try await client.send(head + "Transfer-Encoding: chunked  \r\n\r\n")
                try await client.send("1\r\nx\r\n0\r\n\r\n")
                #expect(try await client.answer().status == 201)
                try await client.send(head + "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n")
                try await client.send("\r\n1\r\nx\r\n0\r\n\r\n")
                #expect(try await client.answer().status == 201)
                try await client.send(head + "Content-Length: 2  \r\n\r\nxy")
                #expect(try await client.answer().status == 201)
                try await client.send(head + "Content-Length: 1 1 \r\n\r\nx")
                #expect(try await client.answer().status == 400)
            }
            #expect(server.services.store.head == 3)
        }
    }

    private static let keep = "Connection: keep-alive\r\n"
    private static let chunks = "2\r\nhi\r\n0\r\n\r\n"

    // A server before this one may find another end of such a body, and pass on as a part of it
    // what is a request here.
    @Test(
        "What can be framed in two ways is refused, and what comes behind it is no request",
        arguments: [
            "1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n\(chunks)",
            "1.0\r\n\(host)\(keep)Transfer-Encoding: chunked\r\n\r\n\(chunks)",
            "1.0\r\n\(host)\(keep)Transfer-Encoding:\r\nContent-Length: 2\r\n\r\nhi",
            "1.1\r\n\(host)Transfer-Encoding:\r\nContent-Length: 2\r\n\r\nhi",
            "1.1\r\n\(host)Content-Length: 2\r\nTransfer-Encoding: \t \r\n\r\nhi",
            "1.1\r\n\(host)Transfer-Encoding: \r\n\r\n\(chunks)",
            "1.1\r\n\(host)Transfer-Encoding:\r\nTransfer-Encoding:\t\r\n\r\n\(chunks)",
            "1.1\r\n\(host)Transfer-Encoding: chunked, chunked\r\n\r\n\(chunks)",
        ],
        ["POST /rooms/a/messages", "POST /rooms/%61/messages", "PUT /rooms/a", "GET /rooms"]
    )
    func twoFrames(rest: String, line: String) async throws {
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                let next = "GET /healthz HTTP/1.1\r\n\(Self.host)\r\n"
                try await client.send("\(line) HTTP/\(rest)\(next)")
                let answer = try await client.answer()
                #expect(answer.status == 400, "\(answer)")
                #expect(answer.body.contains(#""code":"bad_head""#), "\(answer)")
                #expect(answer.fields["connection"] == "close")
                #expect(try await client.readToEnd().isEmpty)
            }
            #expect(server.services.store.head == 0)
        }
    }

    // Seen as C08: pictures on a web page of another origin made rooms.
    @Test("A person who follows a link is let in, and a page that looks is not")
    func navigation() async throws {
        try await TestServer.run { server in
            let link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"
            let image = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"
            let asked: [(path: String, fields: String, method: String, status: Int)] = [
                ("/rooms", link, "GET", 200), ("/rooms/a/messages", link, "POST", 403),
                ("/rooms", image, "GET", 403), ("/rooms/new/stream", image, "GET", 403),
                ("/healthz", image, "GET", 200), ("/readyz?x", image, "GET", 200),
                ("/readyz/", image, "GET", 200), ("//healthz", image, "GET", 200),
                ("/%68ealthz/?", image, "GET", 200), ("/healthz/x", image, "GET", 403),
            ]
            for (path, fields, method, status) in asked {
                let head = "\(method) \(path) HTTP/1.1\r\n\(Self.host)\(fields)"
                let answer = try await server.answer(to: head + "Content-Length: 0\r\n\r\n")
                #expect(answer.status == status, "\(method) \(path) \(fields)")
            }
            #expect(server.services.rooms.all.isEmpty)
        }
    }
}
