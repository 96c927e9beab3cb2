import Testing

/// Subcommands that are sent to what is no Burble server, or to one by the wrong scheme.
@Suite(.timeLimit(.minutes(10))) struct StrangerTests {
    private func run(
        _ words: [String],
        at url: String,
        in folder: TemporaryFolder
    ) async throws -> Subprocess.Outcome {
        // A token that is named goes to whomever is asked.
        let place = ["--server", url, "--data", folder.path]
        let process = try Subprocess([try Project.program("chat-server")] + words + place)
        let isAsked = words.contains("--password-stdin")
        return try await process.outcome(after: isAsked ? "a long password\n" : "")
    }

    /// What a site answers that knows nothing of what it is asked.
    private static let page = """
        HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/plain\r\n\
        Content-Length: 6\r\n\r\nhello\n
        """

    private static let commands = [
        "user list", "user list --json", "user add zoe --password-stdin",
        "user add zoe --password-stdin --json", "user disable zoe --json", "user delete zoe",
        "invite add --json", "invite list --json", "invite end X", "ban add zoe --json",
        "ban lift 3", "top", "top --once",
    ]

    private static let ownCommands = [
        "token add --json", "token list --json", "token revoke 3",
    ]

    @Test("A stranger's 200 is no success, and nothing of it is shown")
    func pages() async throws {
        let folder = try TemporaryFolder()
        let token = try folder.file("a.token", "token\n")
        let stranger = try await FixedServer(answering: Self.page)
        let operators = Self.commands.map { $0 + " --operator-token-file" }
        for command in operators + Self.ownCommands.map({ $0 + " --token-file" }) {
            let words = command.split(separator: " ").map(String.init) + [token]
            let told = try await run(words, at: "http://\(stranger.address)", in: folder)
            #expect(told.exit == .code(76), "\(command): \(told.errors)")
            #expect(told.output.isEmpty, "\(command): \(told.output)")
        }
    }

    @Test(
        "A stranger's refusal is not taken for ours",
        arguments: [
            ("301 Moved", 76), ("401 Unauthorized", 76), ("403 Forbidden", 76),
            ("404 Not Found", 76), ("405 Method Not Allowed", 76), ("409 Conflict", 76),
            ("500 Internal Server Error", 76), ("501 Not Implemented", 76),
            ("429 Too Many Requests", 75), ("502 Bad Gateway", 75),
        ]
    )
    func refusals(_ status: String, _ exit: CInt) async throws {
        let folder = try TemporaryFolder()
        let token = try folder.file("a.token", "token\n")
        let page = """
            HTTP/1.1 \(status)\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nhello\n
            """
        let stranger = try await FixedServer(answering: page)
        let rows = try folder.file("rows", "{\"type\":\"message\",\"user\":\"a\",\"text\":\"b\"}\n")
        for words in [
            ["user", "delete", "zoe"], ["user", "list"], ["top", "--once"],
            ["import", rows, "--room", "a"], ["export", "--room", "a"],
        ] {
            let named = words[0] == "export" ? words : words + ["--operator-token-file", token]
            let told = try await run(named, at: "http://\(stranger.address)", in: folder)
            #expect(told.exit == .code(exit), "\(words): \(told.errors)")
            #expect(told.output.isEmpty, "\(told.output)")
        }
    }

    @Test("JSON that tells of other things is not passed on")
    func otherJSON() async throws {
        let folder = try TemporaryFolder()
        let token = try folder.file("a.token", "token\n")
        let type = "Content-Type: application/json"
        let other = try await FixedServer("X-Request-Id: 1", type, body: "{\"hello\":1}\n")
        for command in Self.commands where command.hasSuffix(" --json") {
            let words = command.split(separator: " ").map(String.init)
            let named = words + ["--operator-token-file", token]
            let told = try await run(named, at: "http://\(other.address)", in: folder)
            #expect(told.exit == .code(76), "\(command): \(told.errors)")
            #expect(told.output.isEmpty, "\(command): \(told.output)")
        }
    }

    @Test("An export from a stranger leaves the file as it was")
    func exports() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("good", "as it was\n")
        let stranger = try await FixedServer(answering: Self.page)
        for format in ["csv", "ndjson", "text"] {
            let words = ["export", file, "--room", "general", "--format", format]
            let told = try await run(words, at: "http://\(stranger.address)", in: folder)
            #expect(told.exit == .code(76), "\(format): \(told.errors)")
            #expect(try folder.text("good") == "as it was\n", "\(format)")
        }
    }

    /// Formats, their media types, and bodies of which none is whole.
    private static let cuts = [
        ("csv", "text/csv; charset=utf-8; header=present", ""),
        ("csv", "text/csv; charset=utf-8; header=present", "room,seq\r\ngeneral,1"),
        ("csv", "text/csv; charset=utf-8; header=present", "room,seq\r\n\"gen \"\" eral\n"),
        ("ndjson", "application/x-ndjson", "{\"type\":\"message\"}\n{\"type\":"),
        ("text", "text/plain; charset=utf-8", "07:40:00 alice: hel"),
    ]

    @Test("An export that ends within a row is not whole, though its answer is")
    func cut() async throws {
        for (format, type, body) in Self.cuts {
            let folder = try TemporaryFolder()
            let file = try folder.file("good", "as it was\n")
            let field = "Content-Type: \(type)"
            let words = ["export", file, "--room", "general", "--format", format]
            let cut = try await FixedServer("X-Request-Id: 1", field, body: body)
            let told = try await run(words, at: "http://\(cut.address)", in: folder)
            #expect(told.exit == .code(75), "\(body): \(told.errors)")
            #expect(try folder.text("good") == "as it was\n", "\(body)")
            let rows = "\"a \"\" b\nc\"\r\n"
            let whole = try await FixedServer("X-Request-Id: 1", field, body: rows)
            let done = try await run(words, at: "http://\(whole.address)", in: folder)
            #expect(done.exit == .code(0), "\(format): \(done.errors)")
            #expect(try folder.text("good") == rows, "\(format)")
        }
    }

    @Test("What tells other lines than numbers ends the lines of top")
    func otherLines() async throws {
        let folder = try TemporaryFolder()
        let type = "Content-Type: text/plain; charset=utf-8"
        let other = try await FixedServer("X-Request-Id: 1", type, body: "# open\nhello\n")
        let told = try await run(["top"], at: "http://\(other.address)", in: folder)
        #expect(told.exit == .code(76), "\(told.errors)")
        #expect(told.output.isEmpty, "\(told.output)")
    }

    @Test("What tells other rows than numbers ends the screen of top")
    func otherRows() async throws {
        let folder = try TemporaryFolder()
        let rows = "{\"type\":\"open\"}\n{\"type\":\"stats\"}\n"
        let type = "Content-Type: application/x-ndjson"
        let other = try await FixedServer("X-Request-Id: 1", type, body: rows)
        let screen = try await TerminalScreen(
            """
            chat-server top --server http://\(other.address)
            echo "left with $?"
            exec cat
            """,
            in: folder
        )
        try await screen.row(containing: "left with 76")
    }

    @Test("Who takes plain HTTP for TLS, or TLS for plain HTTP, is asked whether it is the other")
    func schemes() async throws {
        let folder = try TemporaryFolder()
        let token = try folder.file("a.token", "token\n")
        let certificate = try await Certificate(in: folder)
        let (plain, secure) = (
            try await ServerProcess(), try await ServerProcess(certificate.options)
        )
        for words in [
            ["user", "list", "--operator-token-file", token], ["export", "--room", "general"],
            ["top", "--once"],
        ] {
            let noTLS = try await run(words, at: "https://\(plain.address)", in: folder)
            #expect(noTLS.exit == .code(76), "\(noTLS.errors)")
            #expect(noTLS.errors.contains("is it http://?"), "\(noTLS.errors)")
            let noHTTP = try await run(words, at: "http://\(secure.address)", in: folder)
            // A server that stops may end a connection so, too.
            #expect([.code(75), .code(76)].contains(noHTTP.exit), "\(noHTTP.errors)")
            #expect(noHTTP.errors.contains("is it https://?"), "\(noHTTP.errors)")
            let untrusted = try await run(words, at: "https://\(secure.address)", in: folder)
            #expect(untrusted.exit == .code(69), "\(untrusted.errors)")
            #expect(untrusted.errors.contains("certificate"), "\(untrusted.errors)")
        }
    }

    @Test("A connection that ends within the handshake may come about later")
    func cutHandshake() async throws {
        let folder = try TemporaryFolder()
        let token = try folder.file("a.token", "token\n")
        let silent = try await FixedServer(answering: "")
        let words = ["user", "list", "--operator-token-file", token]
        let told = try await run(words, at: "https://\(silent.address)", in: folder)
        #expect(told.exit == .code(75), "\(told.errors)")
        #expect(!told.errors.contains("certificate"), "\(told.errors)")
    }
}
