import Glibc
import Testing

/// TLS, and HTTP/1.1 and HTTP/2 over it.
@Suite(.timeLimit(.minutes(10))) struct SecureTests {
    private static let versions = ["--http1.1", "--http2"]

    /// A server with a certificate, and the options by which curl trusts it.
    private struct Secure {
        let server: ServerProcess
        let certificate: Certificate

        init(_ options: [String] = []) async throws {
            let folder = try TemporaryFolder()
            certificate = try await Certificate(in: folder)
            server = try await ServerProcess(in: folder, certificate.options + options)
        }

        func curl(_ path: String, _ options: String...) throws -> Subprocess {
            try curl(path, options)
        }

        func curl(_ path: String, _ options: [String]) throws -> Subprocess {
            try Subprocess(
                ["curl", "-qsSN", "--cacert", certificate.path] + options
                    + ["https://\(server.address)\(path)"]
            )
        }

        func post(_ text: String, _ options: String...) async throws {
            let curl = try Subprocess(
                ["curl", "-qsSf", "--cacert", certificate.path, "-u", "alice:", "-d", text]
                    + options + ["https://\(server.address)/rooms/general/messages"]
            )
            let exit = try await curl.exit()
            #expect(exit == .code(0), "\(curl.errors.text)")
        }
    }

    @Test("Streams, posts and the farewell go over either version", arguments: versions)
    func whole(_ version: String) async throws {
        let secure = try await Secure()
        let formats = ["text", "ndjson", "sse", "csv"]
        let readers = try formats.map { format in
            try secure.curl("/rooms/general/stream?format=\(format)", version)
        }
        for reader in readers { try await reader.output.line(containing: "live") }
        try await secure.post("hello over TLS", version)
        for reader in readers { try await reader.output.line(containing: "hello over TLS") }
        secure.server.process.signal(SIGTERM)
        for (format, reader) in zip(formats, readers) {
            let text = try await reader.output.end()
            #expect(text.contains("shutdown"), "\(format): \(text)")
            #expect(try await reader.exit() == .code(0), "\(format)")
        }
        #expect(try await secure.server.process.exit() == .code(0))
    }

    @Test("What the router answers comes over either version", arguments: versions)
    func routed(_ version: String) async throws {
        let secure = try await Secure()
        try await secure.post("one", version)
        let page = try secure.curl("/rooms/general/messages", version, "-w", "%{http_version}")
        let text = try await page.output.end()
        #expect(text.contains(#""text":"one""#) && text.contains(#""atEnd":true"#), "\(text)")
        #expect(text.hasSuffix(version == "--http2" ? "2" : "1.1"), "\(text)")
        let missing = try secure.curl("/rooms/general/messages/9", version)
        #expect(try await missing.output.end().contains("message_not_found"))
    }

    @Test("Of two streams on one connection of HTTP/2 one ends, and the other goes on")
    func multiplexed() async throws {
        let secure = try await Secure()
        let root = "https://\(secure.server.address)/rooms/general/stream?format=ndjson"
        let both = try Subprocess([
            "curl", "-qsSN", "--http2", "--cacert", secure.certificate.path,
            "--parallel", "-w", "connects=%{num_connects}\\n",
            "\(root)&limit=1", "\(root)&limit=3",
        ])
        for _ in 1...2 { try await both.output.line(containing: #""type":"live""#) }
        try await secure.post("first")
        let first = try await both.output.line(containing: "connects=")
        for number in 2...3 { try await secure.post("\(number)") }
        let text = try await both.output.end()
        #expect(try await both.exit() == .code(0))
        let byes = text.split(separator: "\n").filter { $0.contains(#""type":"bye""#) }
        #expect(byes.count == 2 && byes.allSatisfy { $0.contains(#""reason":"limit""#) }, "\(text)")
        let connects = text.split(separator: "\n").filter { $0.hasPrefix("connects=") }
        #expect(connects.contains("connects=0"), "not one connection: \(first), \(text)")
    }

    @Test("A head that is too long is told so, and the setting counts", arguments: versions)
    func longHead(_ version: String) async throws {
        let field = "X: " + String(repeating: "a", count: 17_000)
        let secure = try await Secure()
        let refused = try secure.curl("/healthz", version, "-H", field, "-w", " %{http_code}")
        let text = try await refused.output.end()
        for part in [#""code":"bad_head""#, #""limit":16384"#, #""configKey":"head-limit""#] {
            #expect(text.contains(part), "\(text)")
        }
        #expect(text.hasSuffix(" 400"), "\(text)")
        let roomy = try await Secure(["--head-limit", "64K"])
        let taken = try roomy.curl("/healthz", version, "-H", field, "-w", "%{http_code}")
        #expect(try await taken.output.end() == "ok\n200")
    }

    // Over HTTP/2 a packed body was posted as text, and a body was asked for before its refusal.
    @Test("A request is refused for its head alike over either version", arguments: versions)
    func refusedForItsHead(_ version: String) async throws {
        let secure = try await Secure()
        let path = "/rooms/general/messages"
        let coding = ["-H", "Content-Encoding: gzip"]
        let sending = [version, "-w", " %{http_code}", "-X", "POST", "-T", "-"]
        let packed = try secure.curl(path, sending + coding)
        packed.write("plain text")
        packed.closeInput()
        let refusal = try await packed.output.end()
        #expect(refusal.contains(#""code":"unsupported_encoding""#), "\(refusal)")
        #expect(refusal.hasSuffix(" 415"), "\(refusal)")
        for (fields, status, isAsked) in [
            (["Expect: tea"], 417, false), (["Expect: 100-continue"], 201, true),
            (["Expect: 100-continue", "Origin: https://evil.example"], 403, false),
        ] {
            let options = [version, "-i", "-d", "x"] + fields.flatMap { ["-H", $0] }
            let asked = try secure.curl(path, options)
            let text = try await asked.output.end()
            #expect(text.contains(/HTTP\/[0-9.]+ 100/) == isAsked, "\(fields): \(text)")
            #expect(text.contains("\(status)"), "\(fields): \(text)")
        }
    }

    /// Begins a request over HTTP/2, hears of another one, and closes in the first one's body.
    private static let leaving = FrameClient.script(
        """
        method, path, way = sys.argv[2:]
        frame(1, 4, 1, head(method, path))
        frame(0, 0, 1, b"half")
        frame(1, 5, 3, head("GET", "/healthz"))
        hear(b"ok\\n")
        if way == "goaway":
            frame(7, 0, 0, struct.pack(">II", 0, 0))
        if way != "reset":
            try:
                client.unwrap()
            except OSError:
                pass
        """
    )

    // A connection that closed in TLS's own words made a message of the half.
    @Test("A body over HTTP/2 that is cut off leaves nothing behind")
    func cutOff() async throws {
        let secure = try await Secure()
        try await secure.post("whole")
        for (method, path) in [
            ("POST", "/rooms/general/messages"), ("PATCH", "/rooms/general/messages/1"),
            ("PUT", "/rooms/general/files/a.txt"),
            ("PUT", "/rooms/general/stream?format=ndjson&types=member"),
        ] {
            for way in ["notify", "goaway", "reset"] {
                let client = try Subprocess(
                    ["python3", "-c", Self.leaving, secure.server.port, method, path, way]
                )
                #expect(try await client.exit() == .code(0), "\(client.errors.text)")
            }
        }
        secure.server.process.signal(SIGTERM)
        try await secure.server.process.exit()
        let again = try await ServerProcess(in: secure.server.folder)
        let events = try await again.curl("/rooms/general/events?format=ndjson").body
        #expect(events.contains("whole") && !events.contains("half"), "\(events)")
        #expect(!events.contains("a.txt"), "\(events)")
    }

    @Test("A head that is too long leaves the other requests of its connection alone")
    func longHeadAlone() async throws {
        let secure = try await Secure()
        let root = "https://\(secure.server.address)/healthz"
        let options = ["--http2", "--cacert", secure.certificate.path]
        let field = "X: " + String(repeating: "a", count: 17_000)
        let first = ["curl", "-qsS"] + options + ["-H", field, root]
        let second = options + ["-sS", "-w", "connects=%{num_connects} %{http_code}", root]
        let curl = try Subprocess(first + ["--next"] + second)
        let text = try await curl.output.end()
        #expect(text.contains("bad_head"), "\(text)")
        #expect(text.hasSuffix("ok\nconnects=0 200"), "\(text)")
    }

    @Test("A reader that stopped gets everything, in order, once it goes on", arguments: versions)
    func stopped(_ version: String) async throws {
        let secure = try await Secure()
        let stopped = try secure.curl("/rooms/general/stream?format=ndjson&limit=2001", version)
        let reader = try secure.curl("/rooms/general/stream?format=ndjson&limit=2001", version)
        for stream in [stopped, reader] {
            try await stream.output.line(containing: #""type":"live""#)
        }
        stopped.signal(SIGSTOP)
        let filling = String(repeating: "x", count: 4000)
        let lines = (1...2000).map { "\($0) \(filling)" }.joined(separator: "\n")
        let file = try secure.server.folder.file("lines.txt", lines + "\n")
        let posting = try secure.curl(
            "/rooms/general/stream?format=ndjson&types=member",
            version,
            "-u",
            "alice:",
            "-T",
            file
        )
        #expect(try await posting.output.end().contains("input_ended"))
        try await secure.post("last")
        for (name, stream) in [("reader", reader), ("stopped", stopped)] {
            stream.signal(SIGCONT)
            var lines = Self.messages(in: try await stream.output.end())
            // Who takes nothing for half a minute is told to come again, and does.
            while !stream.output.text.contains(#""reason":"limit""#), lines.count < 2001 {
                let last = lines.last?.firstMatch(of: /"cursor":"([^"]+)"/)?.1 ?? "all"
                let rest = "limit=\(2001 - lines.count)&since=\(last)"
                let again = try secure.curl("/rooms/general/stream?format=ndjson&\(rest)", version)
                lines += Self.messages(in: try await again.output.end())
            }
            let seqs = lines.compactMap { $0.firstMatch(of: /"seq":(\d+)/).flatMap { Int($0.1) } }
            #expect(seqs == Array(1...2001), "\(name) got \(seqs.count)")
        }
    }

    /// The lines that are messages, whole.
    private static func messages(in text: String) -> [Substring] {
        // What stands behind the last line end is none yet.
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .filter { $0.contains(#""type":"message""#) }
    }

    @Test("A file goes up and comes down whole, and in part", arguments: versions)
    func files(_ version: String) async throws {
        let secure = try await Secure()
        let text = (1...40_000).map { "\($0)\n" }.joined()
        let file = try secure.server.folder.file("numbers.txt", text)
        let sending = try secure.curl(
            "/rooms/general/files/numbers.txt",
            version,
            "-u",
            "alice:",
            "-T",
            file
        )
        let message = try await sending.output.end()
        let address = try #require(message.firstMatch(of: /"url":"([^"]+)"/), "\(message)").1
        let whole = try secure.curl(String(address), version)
        #expect(try await whole.output.end() == text)
        #expect(try await whole.exit() == .code(0))
        let part = try secure.curl(
            String(address),
            version,
            "-r",
            "2-5",
            "-w",
            " %{http_code} %{http_version}"
        )
        let number = version == "--http2" ? "2" : "1.1"
        #expect(try await part.output.end() == "2\n3\n 206 \(number)")
    }

    @Test("What is no TLS, and TLS that is too old, is refused, and the server goes on")
    func refused() async throws {
        let secure = try await Secure()
        let plain = try Subprocess(["curl", "-qsS", "http://\(secure.server.address)/healthz"])
        #expect(try await plain.exit() != .code(0))
        let old = try secure.curl("/healthz", "--tls-max", "1.1")
        // 35: the handshake failed.
        #expect(try await old.exit() == .code(35))
        let new = try secure.curl("/healthz")
        #expect(try await new.exit() == .code(0))
    }

    // The certificate was looked for first, and the pipe had nothing more for the data folder.
    @Test("A subcommand reads settings that come by a pipe once, whatever it looks for in them")
    func pipedSettings() async throws {
        let secure = try await Secure()
        let folder = secure.server.folder
        let settings = "tls-certificate: \(secure.certificate.path)\ndata: \(folder.path)\n"
        let file = try folder.file("settings.yaml", settings)
        let line = #"exec "$0" user list --server "$1" --config <(cat "$2")"#
        let url = "https://localhost:\(secure.server.port)"
        let list = try Subprocess(
            ["bash", "-c", line, try Project.program("chat-server"), url, file]
        )
        #expect(try await list.exit() == .code(0), "\(list.errors.text)")
    }

    // Seen as running F30: a key that does not fit was told of as a fault of the certificate.
    @Test("A certificate or key that cannot be used is named, and nothing is opened")
    func unusable() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let empty = try folder.file("empty.pem", "")
        for (path, key) in [
            (certificate.path, empty), (empty, certificate.key),
            (certificate.path, folder.path + "/none.pem"),
        ] {
            let process = try Subprocess([
                try Project.program("chat-server"), "--listen", "127.0.0.1:0",
                "--data", folder.path + "/data", "--tls-certificate", path, "--tls-key", key,
            ])
            let exit = try await process.exit()
            #expect(exit != .code(0) && exit != .signal(SIGILL))
            let words = try await process.errors.end()
            let named = path == certificate.path ? key : path
            #expect(words.contains(named), "\(words)")
        }
    }
}
