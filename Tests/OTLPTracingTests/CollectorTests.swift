import NIOHTTP1
import Testing

@testable import OTLPTracing

/// A collector over HTTP, whatever it answers.
@Suite(.timeLimit(.minutes(10))) struct CollectorTests {
    private func send(
        to url: String,
        fields: [(String, String)] = [],
        within time: Duration = .seconds(500),
        _ body: String = "{}"
    ) async -> SpanOutcome {
        let sink = Collector(url, fields: fields, within: time).open()
        let outcome = await sink.send(Array(body.utf8))
        await sink.close()
        return outcome
    }

    @Test("Spans come as JSON, with the operator's fields", arguments: ["127.0.0.1", "::1"])
    func takes(host: String) async throws {
        try await TestCollector.run(host: host) { collector, port in
            let place = host == "::1" ? "[::1]" : host
            let outcome = await send(
                to: "http://\(place):\(port)/a/v1/traces",
                fields: [("Authorization", "Bearer x"), ("content-type", "application/json; v=1")],
                #"{"some":"spans"}"#
            )
            #expect(outcome == .taken(rejected: 0))
            let request = try #require(collector.requests.first)
            #expect(request.head.method == .POST && request.head.uri == "/a/v1/traces")
            #expect(request.head.headers["authorization"] == ["Bearer x"])
            #expect(request.head.headers["content-type"] == ["application/json; v=1"])
            #expect(request.body == #"{"some":"spans"}"#)
        }
    }

    @Test("One that is too busy says when to come again")
    func busy() async throws {
        let busy = TestCollector.Manner.answers(.tooManyRequests, [("Retry-After", "12")], "later")
        try await TestCollector.run(busy) { _, port in
            let outcome = await send(to: "http://127.0.0.1:\(port)/v1/traces")
            #expect(outcome == .later("it answers 429", seconds: 12))
        }
    }

    @Test("It is not followed elsewhere")
    func redirect() async throws {
        try await TestCollector.run { other, otherPort in
            let away = TestCollector.Manner.answers(
                .temporaryRedirect,
                [("Location", "http://127.0.0.1:\(otherPort)/v1/traces")],
                ""
            )
            try await TestCollector.run(away) { _, port in
                let outcome = await send(to: "http://127.0.0.1:\(port)/v1/traces")
                #expect(outcome == .refused("it answers 307"))
                #expect(other.requests.isEmpty)
            }
        }
    }

    @Test("An answer without an end is no more than its status")
    func large() async throws {
        let large = TestCollector.Manner.answers(.ok, [], String(repeating: "{", count: 1 << 20))
        try await TestCollector.run(large) { _, port in
            let outcome = await send(to: "http://127.0.0.1:\(port)/v1/traces")
            #expect(outcome == .taken(rejected: 0))
        }
    }

    @Test(
        "What does not speak HTTP is no collector",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", "",
        ]
    )
    func garbage(text: String) async throws {
        try await TestCollector.run(.says(text)) { _, port in
            let outcome = await send(to: "http://127.0.0.1:\(port)/v1/traces")
            // A body that breaks off says no less than its status.
            if text.hasPrefix("HTTP") {
                #expect(outcome == .taken(rejected: 0))
            } else {
                guard case .later(let words, seconds: nil) = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
                #expect(!words.contains("SSH"))
            }
        }
    }

    @Test("One that is silent is given up in its time")
    func silent() async throws {
        try await TestCollector.run(.isSilent) { collector, port in
            let url = "http://127.0.0.1:\(port)/v1/traces"
            let outcome = await send(to: url, within: .milliseconds(100))
            #expect(outcome == .later("it does not answer in time"))
            #expect(collector.requests.count <= 1)
        }
    }

    @Test("Nobody there, and TLS where there is none, are told in words")
    func away() async throws {
        try await TestCollector.run { _, port in
            let outcome = await send(to: "https://127.0.0.1:\(port)/v1/traces")
            #expect(outcome == .later("it speaks no TLS, or its certificate is not trusted"))
        }
        // A port that was closed may be another test's by now.
        let outcome = await send(to: "http://127.0.0.1:1/v1/traces")
        #expect(outcome == .later("nobody listens there"))
    }

    @Test("A connection that was cancelled ends with its server")
    func cancelled() async throws {
        try await TestCollector.run(.isSilent) { collector, port in
            let sink = Collector("http://127.0.0.1:\(port)/v1/traces").open()
            let sending = Task { await sink.send([]) }
            await collector.requests(1)
            sending.cancel()
            guard case .later = await sending.value else {
                Issue.record("it was answered")
                return
            }
            await sink.close()
        }
    }
}
