import Foundation
import Testing

/// The self-test, for a few seconds.
@Suite(.timeLimit(.minutes(10))) struct SelfTestTests {
    @Test("A server keeps what it promises, killed, stopped and paused")
    func sound() async throws {
        let folder = try TemporaryFolder()
        var text = ""
        func isMuch() -> Bool {
            text.contains(/kills [1-9]/) && text.contains(/messages [1-9]\d\d/)
        }
        // A busy machine may need longer for enough of them.
        for seconds in ["6", "60"] where !isMuch() {
            let test = try Subprocess([
                try Project.program("chat-server"), "selftest", "--seconds", seconds, "--seed",
                "7", "--folder", folder.path,
            ])
            text = try await test.output.end()
            #expect(try await test.exit() == .code(0), "\(text)\(test.errors.text)")
            for rule in [
                "durable", "numbers", "once", "readers", "text", "exports", "pages", "unread",
            ] {
                #expect(text.contains("ok     \(rule):"), "\(text)")
            }
        }
        #expect(isMuch(), "\(text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    // A server of trials wrote into the database that the operator's settings name.
    @Test("The server that is tried has none of the operator's settings")
    func alone() async throws {
        let test = try Subprocess(
            [
                try Project.program("chat-server"), "selftest", "--seconds", "1", "--seed", "7",
                "--publishers", "1",
            ],
            environment: [
                "CHAT_DATABASE": "postgres://127.0.0.1:1/none", "CHAT_CONFIG": "/none.yaml",
                "CHAT_RATE_LIMIT": "x",
            ]
        )
        let text = try await test.output.end()
        #expect(try await test.exit() == .code(0), "\(text)\(test.errors.text)")
        // The shortest test has seen a kill as well.
        #expect(text.contains(/kills [1-9]/), "\(text)")
    }

    // Seen as: its server ran on for ever after the words that its own address is none.
    @Test(
        "A folder may be named from the present one, and by letters that no address has",
        arguments: [".", "./a blank", "a,comma", "ä"]
    )
    func names(name: String) async throws {
        let folder = try TemporaryFolder()
        let place = URL(fileURLWithPath: folder.path + "/" + name).standardized.path
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let script = #"cd "$1" && exec "$0" selftest --seconds 1 --publishers 1 --folder "$2""#
        let program = try Project.program("chat-server")
        let test = try Subprocess(["sh", "-c", script, program, folder.path, name])
        let text = try await test.output.end()
        #expect(try await test.exit() == .code(0), "\(text)\(test.errors.text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/burble-\(test.pid)"))
    }

    @Test("A folder that is not there is refused, and nothing is started")
    func noFolder() async throws {
        let test = try Subprocess([
            try Project.program("chat-server"), "selftest", "--folder", "/nowhere/at/all",
        ])
        _ = try await test.output.end()
        #expect(try await test.exit() == .code(73))
        #expect(test.errors.text.contains("No such file"), "\(test.errors.text)")
    }

    @Test(
        "How a test ends that did not begin stands in the help",
        arguments: [
            (64, ["--seconds", "0"]), (64, ["--patience", "0"]),
            (73, ["--folder", "/nowhere/at/all"]),
            (77, ["--server", "http://127.0.0.1:1", "--operator-token-file", "/nowhere"]),
        ] as [(Int32, [String])]
    )
    func codes(code: Int32, words: [String]) async throws {
        let program = try Project.program("chat-server")
        let test = try Subprocess([program, "selftest"] + words)
        _ = try await test.output.end()
        #expect(try await test.exit() == .code(code), "\(test.errors.text)")
        let help = try Subprocess([program, "selftest", "--help"])
        let text = try await help.output.end()
        #expect(try await help.exit() == .code(0))
        #expect(text.split(whereSeparator: \.isWhitespace).contains("\(code)"), "\(text)")
    }

    // Seen as: `timeout 5` ended the test, and left its server and its folder.
    @Test("A test that is told to stop leaves neither a server nor a folder")
    func stopped() async throws {
        let folder = try TemporaryFolder()
        let script = """
            "$0" selftest --seconds 600 --publishers 1 --folder "$1" &
            until curl -qs --unix-socket "$1/burble-$!/socket" http://localhost/healthz
            do kill -0 $! || exit 99
            done
            kill -s TERM $!
            wait $!
            """
        let test = try Subprocess([
            "sh", "-c", script, try Project.program("chat-server"), folder.path,
        ])
        // The server would hold its output open.
        let text = try await test.output.end()
        #expect(try await test.exit() == .code(143), "\(text)\(test.errors.text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    /// Tries a server that runs, for a second.
    private func check(
        _ url: String,
        _ words: [String] = [],
        environment: [String: String] = [:]
    ) async throws {
        let test = try Subprocess(
            [
                try Project.program("chat-server"), "selftest", "--seconds", "1", "--seed", "7",
                "--publishers", "1", "--server", url,
            ] + words,
            environment: environment
        )
        let text = try await test.output.end()
        #expect(try await test.exit() == .code(0), "\(text)\(test.errors.text)")
    }

    // Seen as: a second test found its keys used, and called that a broken promise.
    @Test("A server is tried again, also by the same seed")
    func again() async throws {
        let server = try await ServerProcess()
        for _ in 1...2 {
            try await check(server.url(""), environment: ["CHAT_DATA": server.folder.path])
        }
    }

    @Test("A server that takes no guests, or not the token, breaks no promise")
    func notAdmitted() async throws {
        let closed = try await ServerProcess(["--auth", "accounts"])
        let open = try await ServerProcess()
        let wrong = try open.folder.file("wrong", "not-the-token\n")
        let right = closed.folder.path + "/operator.token"
        for (server, token) in [(closed, right), (open, wrong)] {
            let test = try Subprocess([
                try Project.program("chat-server"), "selftest", "--seconds", "1", "--server",
                server.url(""), "--operator-token-file", token,
            ])
            _ = try await test.output.end()
            #expect(try await test.exit() == .code(77), "\(test.errors.text)")
        }
    }

    /// Tries a server that does not keep up, and has little patience with it.
    private func end(on server: ServerProcess, seconds: Int) throws -> Subprocess {
        try Subprocess([
            try Project.program("chat-server"), "selftest", "--seconds", "\(seconds)",
            "--patience", "1", "--publishers", "2", "--server", server.url(""),
            "--operator-token-file", server.folder.path + "/operator.token",
        ])
    }

    // Seen as: it stood at 99 % for ever, and did not say that the disk was full.
    @Test("A test of a server that takes nothing ends with what that says")
    func refused() async throws {
        let server = try await ServerProcess(["--rate-limit", "0", "--disk-floor", "1048576G"])
        let test = try end(on: server, seconds: 1)
        _ = try await test.output.end()
        #expect(try await test.exit() == .code(75), "\(test.errors.text)")
        #expect(test.errors.text.contains("nothing is taken any more"), "\(test.errors.text)")
        #expect(test.errors.text.contains("disk"), "\(test.errors.text)")
    }

    /// Waits until a test has said something.
    private func begin(_ test: Subprocess, on server: ServerProcess) async throws {
        while try await !server.curl("/rooms", "-u", "alice:").body.contains("trial-") {
            guard !test.hasEnded else {
                throw Subprocess.Failure(description: "it said nothing: \(test.errors.text)")
            }
        }
    }

    // Seen as: the others went on to the end of the time, up to a day.
    @Test("A test ends at once where one of those who post is refused for good")
    func oneRefused() async throws {
        let server = try await ServerProcess()
        let test = try end(on: server, seconds: 3600)
        try await begin(test, on: server)
        let file = server.folder.path + "/operator.token"
        let token = try String(contentsOfFile: file, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let field = "Authorization: Bearer \(token)"
        let body = #"{"name":"publisher1"}"#
        #expect(try await server.curl("/bans", "-H", field, "--json", body).status == 201)
        _ = try await test.output.end()
        #expect(try await test.exit() == .code(1), "\(test.errors.text)")
        #expect(test.errors.text.contains("publisher1: "), "\(test.errors.text)")
    }

    // Seen as: it was told when the time and the patience were over.
    @Test("A test ends at once where a reader is sent what is no stream")
    func noStream() async throws {
        let server = try await FixedServer(
            answering: "HTTP/1.0 200 OK\r\n\r\nno event\n",
            others: "HTTP/1.0 503 Service Unavailable\r\n\r\n"
        )
        let folder = try TemporaryFolder()
        let test = try Subprocess([
            try Project.program("chat-server"), "selftest", "--seconds", "3600", "--server",
            "http://\(server.address)", "--operator-token-file", try folder.file("token", "x\n"),
        ])
        _ = try await test.output.end()
        #expect(try await test.exit() == .code(76), "\(test.errors.text)")
        #expect(test.errors.text.contains("reader "), "\(test.errors.text)")
    }

    @Test("A test whose server is gone for good ends")
    func gone() async throws {
        let server = try await ServerProcess()
        let test = try end(on: server, seconds: 5)
        try await begin(test, on: server)
        try await server.crash()
        _ = try await test.output.end()
        #expect(try await test.exit() == .code(69), "\(test.errors.text)")
    }

    // The settings were not looked at: neither token nor certificate was found.
    @Test("The token and the certificate of a server that runs are those of the settings")
    func running() async throws {
        let server = try await ServerProcess()
        try await check(server.url(""), environment: ["CHAT_DATA": server.folder.path])
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let secure = try await ServerProcess(in: folder, certificate.options)
        try await check(
            "https://localhost:\(secure.port)",
            ["--data", folder.path, "--tls-certificate", certificate.path]
        )
    }
}
