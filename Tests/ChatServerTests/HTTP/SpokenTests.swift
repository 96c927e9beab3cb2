import ChatStore
import TestConnections
import Testing

@testable import ChatServer

/// HTTP as clients speak it that were not written for this server.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SpokenTests {
    private static let host = "Host: 127.0.0.1\r\n"
    private static let post =
        "POST /rooms/a/messages HTTP/1.1\r\n\(host)Content-Length: 1\r\n\r\nx"

    // Seen as C02 and running F13: clients of HTTP/1.0 got chunks, and a connection that stayed
    // open.
    @Test(
        "A client of HTTP/1.0 gets no chunks, and a close behind the answer",
        arguments: [
            "/healthz", "/nowhere", "/rooms/a/events", "/rooms/a/events?format=csv",
            "/rooms/a/stream?limit=1&tail=1", "/search?q=x&format=ndjson", "/rooms/a/messages",
        ]
    )
    func oldVersion(path: String) async throws {
        try await withRoom { server in
            let answer = try await all(server, "GET \(path) HTTP/1.0\r\n\r\n")
            #expect(answer.contains("\r\nConnection: close\r\n"), "\(answer)")
            #expect(!answer.lowercased().contains("chunked"), "\(answer)")
            #expect(!answer.contains("\r\n0\r\n\r\n"), "\(answer)")
        }
    }

    @Test("A client of HTTP/1.0 that asks for it keeps its connection")
    func oldVersionKept() async throws {
        try await withRoom { server in
            try await RawConnection.open(port: server.port) { client in
                for _ in 1...3 {
                    try await client.send("GET /healthz HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                    let answer = try await client.answer()
                    #expect(answer.body == "ok\n")
                    #expect(answer.fields["connection"] == "keep-alive")
                }
            }
        }
    }

    @Test(
        "A client of HTTP/1.0 that asks for both means to close",
        arguments: ["keep-alive, close", "close, Keep-Alive", "close\r\nConnection: keep-alive"]
    )
    func oldVersionBoth(field: String) async throws {
        try await withRoom { server in
            for path in ["/healthz", "/rooms"] {
                let request = "GET \(path) HTTP/1.0\r\nConnection: \(field)\r\n\r\n"
                let answer = try await all(server, request + request)
                #expect(answer.matches(of: /HTTP\/1.1 200/).count == 1, "\(answer)")
                #expect(answer.lowercased().contains("connection: close\r\n"), "\(answer)")
            }
        }
    }

    // Seen as C02 and running F13: `Connection: Close`, and a list with it, were not heeded. Nor
    // was a close that stood in trailers, or in the other name of the field beside a blank.
    @Test(
        "A close is heard in any spelling and said, and what comes behind it is not done",
        arguments: [
            "close", "Close", "TE, close", "close, TE", "TE\r\nConnection: close", "close\t",
            "TE,\tclose\t,x",
        ]
    )
    func close(field: String) async throws {
        try await withRoom { server in
            let line = "POST /rooms/a/messages HTTP/1.1\r\n\(Self.host)"
            let asked = ["Connection: \(field)", "Proxy-Connection: \(field)"].flatMap { field in
                [
                    "GET /rooms HTTP/1.1\r\n\(Self.host)\(field)\r\nX: y \r\n\r\n",
                    "\(line)\(field)\r\nContent-Length: 1\r\n\r\ny",
                    "\(line)Transfer-Encoding: chunked\r\n\r\n1\r\ny\r\n0\r\n\(field)\r\n\r\n",
                ]
            }
            for request in asked {
                let before = server.services.store.head
                let text = try await all(server, request + Self.post)
                #expect(text.components(between: "HTTP/1.1 ").count == 1, "\(text)")
                #expect(text.contains("\r\nConnection: close\r\n"), "\(text)")
                #expect(server.services.store.head - before == (request.hasPrefix("POST") ? 1 : 0))
            }
        }
    }

    // Seen as S15 and C01: after an offer to upgrade nothing more was answered for a minute.
    @Test(
        "An offer of another protocol is answered, and the close behind it said",
        arguments: ["GET /rooms", "GET /healthz", "POST /rooms/a/messages"]
    )
    func upgrade(line: String) async throws {
        try await withRoom { server in
            for (offer, options) in [
                ("h2c", "Connection: Upgrade, HTTP2-Settings"),
                ("websocket", "Connection: upgrade"), ("websocket", "Proxy-Connection: Upgrade"),
                // The letter joins with the comma; the decoder reads bytes.
                ("websocket", "Connection: x\u{600}, upgrade"),
            ] {
                let text = try await all(
                    server,
                    "\(line) HTTP/1.1\r\n\(Self.host)\(options)\r\n"
                        + "Upgrade: \(offer)\r\nContent-Length: 1\r\n\r\nx" + Self.post
                )
                #expect(text.hasPrefix("HTTP/1.1 20"), "\(text)")
                #expect(text.contains("\r\nConnection: close\r\n"), "\(text)")
            }
            #expect(
                try await all(server, "CONNECT a:1 HTTP/1.1\r\n\(Self.host)\r\n").contains(" 405 ")
            )
        }
    }

    // Seen as S37: an error to HEAD had a body, and the next answer was out of step.
    @Test(
        "An answer to HEAD is the head alone, and what follows is in step",
        arguments: [
            "/healthz", "/nowhere", "/rooms/none", "/search", "/rooms/a/messages?limit=0",
            "/uploads/x", "/rooms/a/messages/99", "/rooms", "/openapi.json", "/",
        ]
    )
    func head(path: String) async throws {
        try await withRoom { server in
            try await RawConnection.open(port: server.port) { client in
                let get = "GET \(path) HTTP/1.1\r\n\(Self.host)\r\n"
                try await client.send("HEAD" + get.dropFirst(3) + get)
                let head = try await client.head()
                let answer = try await client.answer()
                if path != "/uploads/x" {
                    #expect(head.status == answer.status)
                    #expect(head.fields["content-length"] == answer.fields["content-length"])
                    #expect(head.fields["content-type"] == answer.fields["content-type"])
                }
            }
        }
    }

    // Seen as C05: HEAD of a stream said that it had no body.
    @Test(
        "The head of a stream says no length, and opens none",
        arguments: ["/rooms/a/stream", "/stream", "/rooms/a/events", "/stats/stream"]
    )
    func headOfStream(path: String) async throws {
        try await withRoom { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "HEAD \(path) HTTP/1.1\r\n\(Self.host)Connection: close\r\n\r\n"
                )
                let head = try await client.head()
                #expect(head.status == 200)
                #expect(head.fields["content-length"] == nil)
                #expect(try await client.readToEnd().isEmpty)
                #expect(await server.streamCount() == 0)
            }
        }
    }

    // Seen as C05: OPTIONS was refused, which a load balancer took for a dead server.
    @Test("Every address tells what it takes, and so does the server")
    func options() async throws {
        try await withRoom { server in
            for path in ["*", "/", "/rooms", "/rooms/a/messages", "/rooms/a/stream", "/healthz"] {
                let text = try await all(server, "OPTIONS \(path) HTTP/1.0\r\n\r\n")
                #expect(text.hasPrefix("HTTP/1.1 204 "), "\(path): \(text)")
                #expect(text.contains("\r\nAllow: GET, HEAD, "), "\(path): \(text)")
            }
        }
    }

    @Test("An address without a path is the server's, and the first page has a path")
    func optionsOfServer() async throws {
        try await withRoom { server in
            let methods = "\r\nAllow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n"
            let root = "http://127.0.0.1:\(server.port)"
            for (target, isServer) in [
                ("*", true), (root, true), ("HTTP://localhost", true), ("/", false),
                (root + "/", false), (root + "?x", false), (root + "/healthz", false),
            ] {
                let text = try await all(server, "OPTIONS \(target) HTTP/1.0\r\n\r\n")
                #expect(text.hasPrefix("HTTP/1.1 204 "), "\(target): \(text)")
                #expect(text.contains(methods) == isServer, "\(target): \(text)")
            }
        }
    }

    @Test(
        "A method that no address takes is told what this one takes, whichever method it is",
        arguments: [
            ("/healthz", "GET, HEAD, OPTIONS"), ("/rooms/a/typing", "POST, OPTIONS"),
            ("/rooms/a/messages", "GET, HEAD, POST, OPTIONS"), ("/nowhere", nil),
        ] as [(String, String?)]
    )
    func unknownMethods(path: String, allowed: String?) async throws {
        try await withRoom { server in
            try await RawConnection.open(port: server.port) { client in
                for method in ["TRACE", "PURGE", "PROPFIND", "LOCK"] {
                    try await client.send("\(method) \(path) HTTP/1.1\r\n\(Self.host)\r\n")
                    let answer = try await client.answer()
                    #expect(answer.status == (allowed == nil ? 404 : 405), "\(method): \(answer)")
                    #expect(answer.fields["allow"] == allowed, "\(method): \(answer)")
                    #expect(answer.fields["connection"] == nil)
                }
            }
        }
    }

    // Rows were cut off as if they were a stream, which such a client has left.
    @Test(
        "A client that half-closes gets all rows",
        arguments: [
            "/rooms/a/events", "/rooms/a/messages?format=csv", "/rooms/a/messages",
            "/rooms/a/events?format=ndjson",
        ]
    )
    func halfClosed(path: String) async throws {
        try await withRoom { server in
            let whole = try await all(server, "GET \(path) HTTP/1.0\r\n\r\n")
            let halfClosed = try await RawConnection.open(port: server.port) { client in
                try await client.send("GET \(path) HTTP/1.0\r\n\r\n")
                client.halfClose()
                return await client.readUntilGone()
            }
            let mark = "\r\n\r\n"
            #expect(whole.contains(mark) && halfClosed.contains(mark), "\(halfClosed)")
            let bodies = [whole, halfClosed].map { text in
                text.components(between: mark).dropFirst().joined(separator: mark)
            }
            #expect(bodies[0] == bodies[1], "\(halfClosed)")
        }
    }

    // Seen as S14: 100 Continue was written into the middle of the answer before it.
    @Test("Who waits to be asked for a body is asked in its turn")
    func expectation() async throws {
        try await withRoom { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "GET /rooms/a/messages HTTP/1.1\r\n\(Self.host)\r\n"
                        + "POST /rooms/a/messages HTTP/1.1\r\n\(Self.host)"
                        + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"
                )
                let page = try await client.head()
                _ = try await client.read(through: "\"atEnd\":true}\n")
                #expect(page.status == 200)
                #expect(try await client.head().status == 100)
                try await client.send("hello")
                #expect(try await client.head().status == 201)
            }
        }
    }

    @Test(
        "Who was refused without being asked for the body is told that the connection closes",
        arguments: [
            ("upload-limit", "3", 413), ("log-quota", "1", 507),
            ("disk-floor", "1000000G", 507),
        ]
    )
    func expectationRefused(_ asked: (String, String, Int)) async throws {
        let (setting, value, status) = asked
        try await TestServer.run(given: [setting: value]) { server in
            let head =
                "PUT /rooms/a/files/x HTTP/1.1\r\n\(Self.host)"
                + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"
            try await RawConnection.open(port: server.port) { client in
                try await client.send(head)
                let answer = try await client.answer()
                #expect(answer.status == status)
                #expect(answer.body.contains("\"configKey\":\"\(setting)\""), "\(answer.body)")
                #expect(answer.fields["connection"] == "close")
                _ = try await client.readToEnd()
            }
        }
    }

    // The body was asked for as its head arrived, and refused in the next line.
    @Test(
        "Nobody is asked for a body that is refused for its head",
        arguments: [
            ("POST", "/rooms/a/messages", "Content-Length: 99999999999", 413),
            ("PUT", "/rooms/a", "Authorization: Basic YW5uOg==\r\nContent-Length: 99999999", 413),
            ("POST", "/nowhere", "Content-Length: 5", 404),
            ("PUT", "/healthz", "Content-Length: 5", 405),
            ("POST", "/rooms/a/messages", "Authorization: Bearer x\r\nContent-Length: 5", 401),
            ("POST", "/rooms/a/stream", "Authorization: Bearer x\r\nContent-Length: 5", 401),
        ]
    )
    func refusedForItsHead(_ asked: (String, String, String, Int)) async throws {
        let (method, path, fields, status) = asked
        try await TestServer.wired { _, client in
            try await client.send(
                "\(method) \(path) HTTP/1.1\r\n\(Self.host)\(fields)\r\n"
                    + "Expect: 100-continue\r\n\r\n"
            )
            let head = try await client.head()
            #expect(head.status == status, "\(head)")
            #expect(head.fields["connection"] == "close")
        }
    }

    @Test("Whoever waits is asked for a body where one is read", arguments: ["stream", "messages"])
    func askedFor(part: String) async throws {
        try await withRoom { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "POST /rooms/a/\(part) HTTP/1.1\r\n\(Self.host)"
                        + "Expect: 100-Continue\r\nContent-Length: 6\r\n\r\n"
                )
                #expect(try await client.head().status == 100)
                try await client.send("hello\n")
                #expect([200, 201].contains(try await client.head().status))
            }
        }
    }

    // Seen as C03: `match=night+build` found nothing.
    @Test("A plus sign of a query is a blank, and part of a time's zone")
    func plus() async throws {
        try await TestServer.run { server in
            func get(_ path: String) async throws -> String {
                try await all(server, "GET \(path) HTTP/1.0\r\n\r\n")
            }
            let body = "a night build+"
            _ = try await all(
                server,
                "POST /rooms/a/messages HTTP/1.0\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
            #expect(try await get("/rooms/a/events?match=night+build").contains("night build"))
            #expect(try await get("/rooms/a/events?match=night%20build%2B").contains("night build"))
            let none = try await get("/rooms/a/events?match=build%20")
            #expect(!none.contains("night build"))
            // The one message that there is, however long it takes.
            let since = "/rooms/a/stream?limit=1&format=ndjson&since=2020-01-01T00:00:00"
            #expect(try await get(since + "+01:00").contains("night build"))
            #expect(try await get(since + "%2B01:00").contains("night build"))
        }
    }

    // Seen as C11: stand-ins of EventSource lost messages when they came back.
    @Test(
        "Where a browser's stream goes on is taken from the parameters of its stand-ins too",
        arguments: ["lastEventId", "evs_last_event_id", "last-event-id", "Last-Event-ID"]
    )
    func lastEventID(name: String) async throws {
        try await withRoom { server in
            _ = try await all(server, Self.post.replacing("HTTP/1.1", with: "HTTP/1.0"))
            let first = "\(server.services.store.log).0"
            // What the address says of its first connection does not count any more.
            let path = "/rooms/a/stream?format=ndjson&limit=2&tail=1&since=now&\(name)=\(first)"
            let text = try await all(server, "GET \(path) HTTP/1.0\r\n\r\n")
            #expect(text.contains("\"seq\":1,") && text.contains("\"seq\":2,"), "\(text)")
        }
    }

    private func withRoom(_ body: @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.run { server in
            #expect(
                try await all(server, Self.post.replacing("HTTP/1.1", with: "HTTP/1.0")).contains(
                    " 201 "
                )
            )
            try await body(server)
        }
    }

    /// All that comes until the server closes.
    private func all(_ server: TestServer, _ request: String) async throws -> String {
        try await RawConnection.open(port: server.port) { client in
            try await client.send(request)
            return String(decoding: try await client.readToEnd(), as: UTF8.self)
        }
    }
}
