import ChatProtocol
import InMemoryTracing
import NIOHTTP1
import TestConnections
import Testing
import Tracing

@testable import ChatServer

/// Which spans a request leaves behind, and what stands in them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TraceTests {
    /// Makes a request the router's, and changes nothing else about it.
    private static let odd = "Upgrade: odd\r\n"
    private static let ann = "Authorization: Basic YW5uOnNlY3JldC1wYXNzd29yZA==\r\n"

    private func run(_ body: @Sendable (TestServer, TestTracer) async throws -> Void) async throws {
        let tracer = TestTracer()
        try await TestServer.run(traces: tracer.traces) { server in
            try await body(server, tracer)
        }
    }

    /// Sends a request on a connection of its own, and takes the answer.
    @discardableResult
    private func ask(_ server: TestServer, _ request: String) async throws -> Int {
        try await RawConnection.open(port: server.port) { client in
            try await client.send(request)
            return try await client.answer().status
        }
    }

    private func post(_ fields: String = "", _ text: String = "hello") -> String {
        RawConnection.post("/rooms/a/messages", text, fields: fields)
    }

    private func get(_ path: String, _ fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: x\r\n\(fields)Connection: close\r\n\r\n"
    }

    /// What a span says, but for its numbers and times.
    private func text(of span: FinishedInMemorySpan) -> String {
        var parts: [String] = []
        span.attributes.forEach { key, value in
            if key != "burble.request_id" { parts.append("\(key)=\(value)") }
        }
        let status = span.status.map { " \($0.code)" } ?? ""
        let told = parts.sorted().joined(separator: " ")
        return "\(span.kind) \(span.operationName)\(status) \(told)"
    }

    @Test("A post has a span, and its commit one below it, whichever way answers it")
    func onePost() async throws {
        try await run { server, tracer in
            for fields in ["", Self.odd] {
                let own = "traceparent: its-trace\r\nX-Request-Id: 7\r\n"
                try await ask(server, post(fields + own))
            }
            let spans = try await tracer.spans(4)
            for pair in [spans[..<2], spans[2...]] {
                let (commit, request) = (pair[pair.startIndex], pair[pair.startIndex + 1])
                #expect(commit.operationName == "commit" && commit.kind == .internal)
                #expect(commit.parentSpanID == request.spanID)
                #expect(request.parentSpanID == "remote")
                #expect([commit.traceID, request.traceID] == ["its-trace", "its-trace"])
                #expect(
                    text(of: request) == """
                        server POST /rooms/{room}/messages \
                        http.request.method=string("POST") \
                        http.response.status_code=int64(201) \
                        http.route=string("/rooms/{room}/messages") \
                        network.protocol.version=string("1.1") url.scheme=string("http")
                        """
                )
                #expect(request.attributes.get("burble.request_id") == .string("7"))
            }
        }
    }

    @Test(
        "What is refused has the same span whichever way refuses it",
        arguments: [
            "Idempotency-Key: a b\r\n", "Content-Type: application/json\r\n",
            "Authorization: Bearer unknown\r\n",
        ]
    )
    func refused(fields: String) async throws {
        try await run { server, tracer in
            try await ask(server, post("", "first"))
            let direct = try await ask(server, post(fields))
            let routed = try await ask(server, post(fields + Self.odd))
            #expect(direct == routed && direct >= 400)
            let spans = try await tracer.spans(4)
            #expect(text(of: spans[2]) == text(of: spans[3]))
            // The caller's fault is not the server's.
            #expect(spans[2].status == nil)
        }
    }

    @Test("A stream's span ends when it has begun", arguments: ["", odd, "Accept: text/csv\r\n"])
    func stream(fields: String) async throws {
        try await run { server, tracer in
            try await ask(server, post())
            for path in ["/rooms/a/stream?tail=1", "/rooms/a/stream", "/stream"] {
                try await RawConnection.open(port: server.port) { client in
                    try await client.send(get(path, fields))
                    _ = try await client.head()
                    let span = try #require(try await tracer.spans(tracer.begun).last)
                    let route = path.prefix { $0 != "?" }.replacing("/a/", with: "/{room}/")
                    #expect(span.operationName == "GET \(route)")
                    #expect(span.attributes.get("http.response.status_code") == .int64(200))
                }
            }
        }
    }

    @Test("Lines of a two-way stream are no part of its opening")
    func twoWay() async throws {
        try await run { server, tracer in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "POST /rooms/a/stream?format=text HTTP/1.1\r\nHost: x\r\n\(Self.ann0)"
                        + "Transfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\n0\r\n\r\n"
                )
                #expect(await client.readUntilGone().contains("hello"))
            }
            let spans = try await tracer.spans(1)
            #expect(spans.map(\.operationName) == ["POST /rooms/{room}/stream"])
            #expect(tracer.begun == 1)
        }
    }

    private static let ann0 = "Authorization: Basic YW5uOg==\r\n"

    @Test("Reads and searches are steps of their requests, also those that follow the head")
    func reads() async throws {
        try await run { server, tracer in
            try await ask(server, post())
            let before = try await tracer.spans(2).count
            let asked = [
                ("/rooms/a/messages", "read"), ("/rooms/a/messages/1", "read"),
                ("/rooms/a/messages?format=ndjson", "read"), ("/rooms/a/events?format=csv", "read"),
                ("/search?q=hello", "search"),
            ]
            var ended = before
            for (path, step) in asked {
                try await ask(server, get(path))
                let spans = try await tracer.spans(ended + 2).dropFirst(ended)
                ended += spans.count
                let request = try #require(spans.last)
                #expect(request.operationName.hasPrefix("GET /"), "\(path)")
                #expect(spans.dropLast().contains { $0.operationName == step }, "\(path)")
                #expect(spans.dropLast().allSatisfy { $0.parentSpanID == request.spanID })
            }
        }
    }

    @Test("Each answer that is counted has a span, also of what is no request")
    func every() async throws {
        try await run { server, tracer in
            let requests = [
                post(), post(Self.odd), get("/nothing"), get("/rooms"), get("/healthz"),
                "GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n", "nonsense\r\n\r\n",
                "BREW /rooms HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                "DELETE /rooms/a/messages HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /rooms HTTP/1.0\r\n\r\n", get("/rooms/-/stream"),
            ]
            for request in requests { try await ask(server, request) }
            let answers = server.services.sampler.answers.byStatus.reduce(0) { $0 + $1.count }
            let spans = try await tracer.spans(requests.count + 2)
            #expect(spans.filter { $0.kind == .server }.count == answers)
            #expect(
                Set(spans.map(\.operationName)) == [
                    "commit", "POST /rooms/{room}/messages", "GET", "GET /rooms", "GET /healthz",
                    "HTTP", "OPTIONS", "DELETE /rooms/{room}/messages", "GET /rooms/{room}/stream",
                ]
            )
            let other = spans.filter { $0.attributes.get("http.request.method") == "_OTHER" }
            #expect(other.count == 2)
        }
    }

    @Test("A request that is cut off leaves no span behind that never ends")
    func cutOff() async throws {
        try await run { server, tracer in
            try await ask(server, post())
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "POST /rooms/a/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nh"
                )
                await tracer.whenBegun(3)
                try await client.leave()
            }
            let spans = try await tracer.spans(3)
            #expect(spans[2].operationName == "POST" && tracer.begun == 3)
        }
    }

    @Test("Nothing of a path, a query, a field or a body is in a span")
    func secrets() async throws {
        try await run { server, tracer in
            let words = [
                "secret-password", "hush-text", "quiet-room", "hidden-ticket", "private-query",
                "spoken-agent", "somebody",
            ]
            let fields = Self.ann + "User-Agent: spoken-agent\r\nCookie: hidden-ticket\r\n"
            let paths = [
                "/rooms/quiet-room/messages?q=private-query", "/search?q=private-query",
                "/rooms/quiet-room/stream?ticket=hidden-ticket", "/users/somebody",
                "/files/hidden-ticket", "/%73omebody", "/somebody",
            ]
            for odd in ["", Self.odd] {
                for path in paths { try await ask(server, get(path, fields + odd)) }
                let post = RawConnection.post(
                    "/rooms/quiet-room/messages?ticket=hidden-ticket",
                    "hush-text",
                    fields: Self.ann0 + odd
                )
                try await ask(server, post)
            }
            let spans = try await tracer.spans(tracer.begun)
            #expect(spans.count > 2 * paths.count)
            for span in spans {
                let told = "\(text(of: span)) \(span.attributes) \(span.events) \(span.errors)"
                let leaked = words.filter { told.contains($0) }
                #expect(leaked.isEmpty, "\(told)")
            }
        }
    }

    @Test("The numbers tell what became of spans, where there are any")
    func numbers() async throws {
        try await run { server, _ in
            let page = Metrics.text(of: await server.services.sampler.sample(), as: .text)
            #expect(page.contains("burble_spans_exported_total 7\n"))
            #expect(page.contains("burble_spans_dropped_total 5\n"))
        }
        try await TestServer.run { server in
            let page = Metrics.text(of: await server.services.sampler.sample(), as: .text)
            #expect(!page.contains("burble_spans"))
        }
    }
}
