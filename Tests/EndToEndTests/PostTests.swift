import Testing

@Suite(.timeLimit(.minutes(10))) struct PostTests {
    @Test("Posts that race with one key are one message, and all get it")
    func race() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let url = server.url("/rooms/general/messages")
        let one = [
            "-w", "code %{http_code}\\n", "-u", "alice:", "-H", "Idempotency-Key: k1", "-d", "once",
            url,
        ]
        let several = Array(repeating: one, count: 8).joined(separator: ["--next"])
        let curl = try Subprocess(["curl", "-qsS", "-Z", "--parallel-immediate"] + several)
        let text = try await curl.output.end()
        #expect(try await curl.exit() == .code(0))
        #expect(text.matches(of: /code 201/).count == 1, "\(text)")
        #expect(text.matches(of: /code 200/).count == 7, "\(text)")
        #expect(text.matches(of: /"seq":1,/).count == 8, "\(text)")
        #expect(try await server.messages().count == 1)
    }

    @Test("A key is known after a crash as well")
    func keyAfterCrash() async throws {
        let first = try await ServerProcess(listen: .ownLoopback)
        let key = ["-H", "Idempotency-Key: k1"]
        let path = "/rooms/general/messages"
        let posted = try await first.curl(path, key[0], key[1], "-u", "alice:", "-d", "once")
        try await first.crash()
        let second = try await first.again()
        let again = try await second.curl(path, key[0], key[1], "-u", "alice:", "-d", "once")
        #expect(posted.status == 201)
        #expect(again.status == 200)
        #expect(again.body == posted.body)
        #expect(try await second.messages().count == 1)
    }

    @Test("Whoever posts too fast is told when to come back, and others are not held up")
    func rate() async throws {
        let server = try await ServerProcess(["--rate-limit", "1", "--rate-burst", "3"])
        let one = ["-u", "alice:", "-d", "x", server.url("/rooms/general/messages")]
        let curl = try Subprocess(
            ["curl", "-qsSi"]
                + Array(repeating: one, count: 30).joined(separator: ["--next", "-i"])
        )
        let text = try await curl.output.end()
        let posted = text.matches(of: /HTTP.1.1 201/).count
        #expect(posted >= 3)
        #expect(posted + text.matches(of: /HTTP.1.1 429/).count == 30)
        let start = try #require(text.firstRange(of: "HTTP/1.1 429 ")).lowerBound
        let refused = try #require(Reply(String(text[start...].prefix { $0 != "}" })))
        #expect(refused.body.contains(#""code":"rate_limited""#))
        #expect(refused.body.contains(#""configKey":"rate-limit""#))
        let wait = try #require(refused.headers["retry-after"].flatMap { Int($0) })
        #expect((1...3).contains(wait))
        #expect(refused.body.contains(#""retryAfter":\#(wait)"#))
        #expect(try await server.post("hello", as: "bob").status == 201)
        #expect(try await server.messages().count == posted + 1)
    }

    @Test("A message is acknowledged with its event and its address")
    func created() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let reply = try await server.post("hello")
        #expect(reply.status == 201)
        #expect(reply.headers["location"] == "/rooms/general/messages/1")
        let again = try await server.curl("/rooms/general/messages/1")
        #expect(again.body == reply.body)
        let nameless = try await server.curl("/rooms/general/messages", "-d", "hi")
        #expect(nameless.json["user"] as? String == "guest")
    }

    @Test("What was acknowledged before a crash is there after it")
    func durable() async throws {
        let first = try await ServerProcess(listen: .ownLoopback)
        for number in 1...20 { try await first.post("\(number)") }
        try await first.crash()
        let second = try await first.again()
        let said = try await second.messages()
        let expected = (1...20).map { #""text":"\#($0)""# }
        #expect(said.count == 20 && zip(said, expected).allSatisfy { $0.contains($1) })
    }
}
