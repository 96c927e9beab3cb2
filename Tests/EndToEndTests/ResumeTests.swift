import Testing

/// Where a stream begins and where it ends.
@Suite(.timeLimit(.minutes(10))) struct ResumeTests {
    /// The texts of the messages in an NDJSON answer.
    private func texts(_ reply: Reply) -> [String] { texts(reply.body) }

    private func texts(_ body: String) -> [String] {
        body.matches(of: /"text":"([^"]*)"/).map { String($0.output.1) }
    }

    /// A server where alice said one to five.
    private func serverOfFive() async throws -> ServerProcess {
        let server = try await ServerProcess()
        try await server.post(lines: ["one", "two", "three", "four", "five"])
        return server
    }

    @Test(
        "since says where to begin",
        arguments: [
            ("since=all", 5), ("since=all&tail=2", 2), ("tail=3", 3), ("since=1h", 5),
            ("since=2001-01-01T00:00:00.000Z", 5), ("since=2101-01-01T00:00:00.000Z", 0),
            ("since=now", 0), ("", 0), ("since=all&match=FO", 1), ("since=all&user=bob", 0),
            ("since=all&user=ALICE", 5),
        ]
    )
    func since(_ parameters: String, _ count: Int) async throws {
        let server = try await serverOfFive()
        let reader = try server.stream("/rooms/general/stream?format=ndjson&\(parameters)")
        // Everything that was said before comes before this.
        try await reader.output.line(containing: #"{"type":"live"}"#)
        let matching = ["one", "two", "three", "four", "five"]
            .filter { !parameters.contains("match") || $0 == "four" }
        #expect(texts(reader.output.text) == matching.suffix(count))
    }

    @Test("A text stream begins with the last twenty messages")
    func textTail() async throws {
        let server = try await ServerProcess()
        try await server.post(lines: (1...25).map { "line \($0)" })
        let reader = try server.stream("/rooms/general/stream")
        try await reader.output.line(containing: "# live")
        let shown = reader.output.text.split(separator: "\n").filter { $0.contains(" alice: ") }
        #expect(shown.count == 20)
        #expect(shown.first?.hasSuffix(" alice: line 6") == true)
    }

    @Test("Last-Event-ID resumes after its event, and wins over since and tail")
    func lastEventID() async throws {
        let server = try await serverOfFive()
        let cursors = try await server.messages().compactMap { line in
            line.firstMatch(of: /"cursor":"([^"]*)"/).map { String($0.output.1) }
        }
        try #require(cursors.count == 5)
        let path = "/rooms/general/stream?format=ndjson&since=all&tail=1&limit=3"
        let reply = try await server.curl(path, "-H", "Last-Event-ID: \(cursors[1])")
        #expect(texts(reply) == ["three", "four", "five"])
        let next = try await server.curl(
            "/rooms/general/stream?format=ndjson&limit=1&since=\(cursors[3])"
        )
        #expect(texts(next) == ["five"])
    }

    @Test("limit ends a stream with a cursor from which nothing is lost")
    func limit() async throws {
        let server = try await serverOfFive()
        var since = "all"
        var seen: [String] = []
        for _ in 1...5 {
            let reply = try await server.curl(
                "/rooms/general/stream?format=ndjson&limit=1&since=\(since)"
            )
            seen += texts(reply)
            let bye = try #require(reply.lines.dropLast().last)
            #expect(bye.contains(#""type":"bye","reason":"limit""#))
            since = try #require(bye.firstMatch(of: /"cursor":"([^"]*)"/).map { "\($0.output.1)" })
        }
        #expect(seen == ["one", "two", "three", "four", "five"])
    }

    @Test("Waiting for a word ends when it is said")
    func wait() async throws {
        let server = try await serverOfFive()
        let waiting = try server.stream("/rooms/general/stream?tail=0&match=tea&limit=1")
        try await waiting.output.line(containing: "# live")
        try await server.post("coffee is ready")
        try await server.post("TEA is ready")
        let text = try await waiting.output.end()
        #expect(!text.contains("coffee"))
        #expect(text.contains("alice: TEA is ready"))
        #expect(try await waiting.exit() == .code(0))
    }

    @Test("Several rooms come in one stream, each in order")
    func severalRooms() async throws {
        let server = try await ServerProcess()
        let reader = try server.stream("/stream?rooms=red,blue&format=ndjson&limit=40")
        try await reader.output.line(containing: #""type":"live""#)
        async let red: Void = server.post(
            lines: (1...20).map { "\($0)" },
            as: "alice",
            in: "red"
        )
        async let blue: Void = {
            let lines = (1...20).map { "\($0)" }
            let file = try server.folder.file("blue.txt", lines.joined(separator: "\n") + "\n")
            try await server.curl("/rooms/blue/stream", "-u", "bob:", "-T", file)
        }()
        _ = try await (red, blue)
        try await reader.output.end()
        let lines = reader.output.text.split(separator: "\n")
        for (room, user) in [("red", "alice"), ("blue", "bob")] {
            let own = lines.filter { $0.contains(#""type":"message","room":"\#(room)""#) }
            #expect(own.allSatisfy { $0.contains(#""user":"\#(user)""#) })
            let expected = (1...20).map { #""seq":\#($0),"# }
            #expect(zip(own, expected).allSatisfy { $0.contains($1) } && own.count == 20)
        }
    }

    @Test("A room that cannot be read is told of, and the others go on")
    func oneBadRoom() async throws {
        let server = try await ServerProcess()
        try await server.post("hello", in: "red")
        let reply = try await server.curl(
            "/stream?rooms=red,@nobody&format=ndjson&since=all&limit=1"
        )
        #expect(reply.status == 200)
        #expect(reply.body.contains(#""type":"error","room":"@nobody""#))
        #expect(texts(reply) == ["hello"])
    }

    @Test("A cursor of another log is told of, and everything follows")
    func otherLog() async throws {
        let server = try await serverOfFive()
        let reply = try await server.curl(
            "/rooms/general/stream?format=ndjson&since=zzzzz9.3&limit=5"
        )
        #expect(reply.body.contains(#""type":"gap","room":"general","from":1,"to":5"#))
        #expect(reply.body.contains(#""reason":"other_log""#))
        #expect(texts(reply) == ["one", "two", "three", "four", "five"])
    }

    @Test("A Unix socket serves the same")
    func unixSocket() async throws {
        let folder = try TemporaryFolder()
        let socket = folder.path + "/socket"
        let server = try await ServerProcess(in: folder, listen: "unix:" + socket)
        #expect(server.address.hasSuffix(socket))
        let curl = try Subprocess([
            "curl", "-qsS", "--unix-socket", socket, "-u", "alice:", "-d", "hello",
            "http://localhost/rooms/general/messages",
        ])
        #expect(try await curl.output.end().contains(#""text":"hello""#))
        try await server.process.stops()
    }
}
