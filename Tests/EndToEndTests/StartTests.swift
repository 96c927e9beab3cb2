import Foundation
import Glibc
import Testing

/// What a server refuses to start on, and where its settings come from.
@Suite(.timeLimit(.minutes(10))) struct StartTests {
    /// Runs a server that is not to come up.
    private func refusal(
        _ options: [String],
        environment: [String: String] = [:]
    ) async throws -> (exit: Subprocess.Exit, words: String) {
        let process = try Subprocess(
            [try Project.program("chat-server")] + options,
            environment: environment
        )
        let exit = try await process.exit()
        try await process.output.end()
        return (exit, try await process.errors.end())
    }

    @Test("A second server on the same folder is refused, and the first goes on")
    func second() async throws {
        let first = try await ServerProcess()
        let (exit, words) = try await refusal([
            "--listen", "127.0.0.1:0", "--data", first.folder.path,
        ])
        #expect(exit == .code(1))
        #expect(words.contains(first.folder.path), "\(words)")
        #expect(words.contains("another") || words.contains("in use"), "\(words)")
        #expect(words.split(separator: "\n").count == 1, "\(words)")
        #expect(try await first.post("still here").status == 201)
    }

    @Test(
        "A command that is not there is refused, also where help is asked about it",
        arguments: [["bogus"], ["help", "bogus"], ["help", "user", "bogus"]]
    )
    func noCommand(words: [String]) async throws {
        let (exit, told) = try await refusal(words)
        #expect(exit == .code(64))
        #expect(told.contains("'bogus'"), "\(told)")
        let (sound, nothing) = try await refusal(["help", "user", "add"])
        #expect(sound == .code(0) && nothing.isEmpty, "\(nothing)")
    }

    @Test("A log that cannot be written does not end the server")
    func fullLog() async throws {
        let folder = try TemporaryFolder()
        let program = try Project.program("chat-server")
        let server = try Subprocess([
            "sh", "-c", #"exec "$0" --data "$1" --listen "unix:$1/socket" 2>/dev/full"#, program,
            folder.path,
        ])
        let ready = try Subprocess([
            "curl", "-sf", "--retry", "200", "--retry-delay", "1", "--retry-all-errors",
            "--unix-socket", "\(folder.path)/socket", "http://burble/readyz",
        ])
        #expect(try await ready.exit() == .code(0))
        try await server.stops()
    }

    @Test("A damaged database is refused and left as it was")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        let bytes = Array("This is a diary, not a database.".utf8)
        let path = try folder.file("burble.sqlite", bytes: bytes)
        let (exit, words) = try await refusal(["--listen", "127.0.0.1:0", "--data", folder.path])
        #expect(exit == .code(1))
        #expect(words.hasPrefix("chat-server: "), "\(words)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(bytes))
    }

    @Test("A newer database is refused and left as it was")
    func newer() async throws {
        let server = try await ServerProcess()
        try await server.post("hello")
        server.process.signal(SIGTERM)
        try await server.process.exit()
        let path = server.folder.path + "/burble.sqlite"
        let python = """
            import sqlite3, sys
            base = sqlite3.connect(sys.argv[1])
            base.execute("PRAGMA user_version = 999999")
            base.commit()
            base.close()
            """
        #expect(try await Subprocess(["python3", "-c", python, path]).exit() == .code(0))
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let (exit, words) = try await refusal([
            "--listen", "127.0.0.1:0", "--data", server.folder.path,
        ])
        #expect(exit == .code(1))
        #expect(words.contains("newer"), "\(words)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test("An address in use is refused in words")
    func addressInUse() async throws {
        let first = try await ServerProcess()
        let folder = try TemporaryFolder()
        let (exit, words) = try await refusal(["--listen", first.address, "--data", folder.path])
        #expect(exit == .code(1))
        #expect(words.contains(first.address), "\(words)")
    }

    @Test(
        "A wrong value is refused before anything opens",
        arguments: [
            ["--listen", "127.0.0.1"], ["--listen", "127.0.0.1:99999"], ["--listen", "unix:"],
            ["--auth", "nobody"], ["--log-level", "loud"], ["--rate-limit", "-1"],
            ["--rate-limit", "fast"], ["--message-limit", "0"], ["--message-limit", "16Q"],
            ["--drain-time", "never"], ["--config", "/nonexistent.yaml"], ["--volume", "11"],
            ["stray"], ["--registration", "some"], ["--trusted-proxy", "everybody"],
        ]
    )
    func wrongValue(_ options: [String]) async throws {
        let folder = try TemporaryFolder()
        let data = folder.path + "/data"
        let (exit, words) = try await refusal(["--data", data] + options)
        #expect(exit == .code(64), "\(words)")
        let key = options[0].replacing("--", with: "")
        #expect(words.contains(key), "\(words)")
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test(
        "A wrong variable is refused as well",
        arguments: [("CHAT_RATE_LIMIT", "fast"), ("CHAT_LISTEN", "here"), ("CHAT_AUTH", "x")]
    )
    func wrongVariable(_ name: String, _ value: String) async throws {
        let folder = try TemporaryFolder()
        let data = folder.path + "/data"
        let (exit, _) = try await refusal(["--data", data], environment: [name: value])
        #expect(exit == .code(64))
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    // Seen as running F4: a list where one value belongs was dropped: TLS was off without a word.
    // Seen as running F27: a fault of the file was told without its line.
    @Test("A file with a key that nobody reads, or that is no YAML, is refused")
    func wrongFile() async throws {
        let folder = try TemporaryFolder()
        for (text, expected) in [
            ("rate-limt: 3\n", ":1: there is no setting rate-limt"), ("a: [b\n", ":"),
            ("rate-limit: many\n", ":1: rate-limit"), ("auth: open\nhost: [a, '*']\n", ":2: host"),
            ("data: x\nrate-limit: 0x10\n", ":2: rate-limit: \"0x10\" is not"),
            ("auth: open\ndata: [x]\n", ":2:"),
            ("tls-certificate: [c.pem]\ntls-key: [k.pem]\n", ":1: tls-certificate is one value"),
            ("data: {a: b}\n", ":1: data is one value, not keys"), ("rate-limit: [1]\n", ":1:"),
            ("allow-origin: [[a]]\n", ":1:"), ("host: [a, null]\n", ":1: an item of host is empty"),
            ("host:\n  - a\n  -\n", "item of host"), ("listen: [\"\"]\n", "item of listen"),
            ("data: true\n", ":1: data is neither true nor false"), ("node: No\n", "in quotes"),
            ("host: [on]\n", "in quotes"), ("- listen\n", ":1: settings are lines"),
            ("listen: [::1]:9511\n", "in quotes"), ("auth: open\n\tlisten: x\n", ":2:"),
            ("auth: open\nauth: open\n", "twice: auth"),
            ("allow-origin: https://*.example\n", "allow-origin"), ("host: '*'\n", "host"),
            ("host: a*b.example\n", "host"),
            ("host: " + String(repeating: "[", count: 5_000), ":1: lists or keys are nested too"),
        ] {
            let file = try folder.file("burble.yaml", text)
            let (exit, words) = try await refusal([
                "--config", file, "--data", folder.path + "/data",
            ])
            #expect(exit == .code(64), "\(text): \(words)")
            #expect(words.contains(expected), "\(text): \(words)")
            #expect(!words.contains("yaml_"), "\(text): \(words)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
    }

    @Test("A wrong value that wins over the file's is not told with the file's line")
    func wrongElsewhere() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("burble.yaml", "rate-limit: many\n")
        let options = ["--config", file, "--data", folder.path + "/data"]
        let (_, flag) = try await refusal(options + ["--rate-limit", "fast"])
        #expect(flag.contains("rate-limit: \"fast\"") && !flag.contains(file), "\(flag)")
        let (_, variable) = try await refusal(options, environment: ["CHAT_RATE_LIMIT": "x"])
        #expect(variable.contains("rate-limit: \"x\"") && !variable.contains(file), "\(variable)")
    }

    @Test("An empty variable is one that is not set, whichever it is")
    func emptyVariables() async throws {
        let folder = try TemporaryFolder()
        let names = ["CHAT_CONFIG", "CHAT_DATA", "CHAT_LISTEN", "CHAT_RATE_LIMIT", "CHAT_AUTH"]
        let process = try Subprocess(
            ["env"] + names.map { "\($0)=" } + [
                "XDG_DATA_HOME=\(folder.path)", try Project.program("chat-server"), "--listen",
                "127.0.0.1:0",
            ]
        )
        let line = try await process.errors.line(containing: "listening address=")
        #expect(line.contains("data=\(folder.path)/burble "), "\(line)")
        try await process.stops()
    }

    @Test("The command line wins over the environment, and that over the file")
    func sources() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file(
            "burble.yaml",
            "listen: 127.0.0.1:0\nmessage-limit: 10\ndata: \(folder.path)/file\n"
        )
        func limit(_ options: [String], _ environment: [String: String]) async throws -> Int? {
            let process = try Subprocess(
                [try Project.program("chat-server"), "--config", file] + options,
                environment: environment
            )
            let line = try await process.errors.line(containing: "listening address=")
            let address = try #require(line.firstMatch(of: /address=(\S+)/)).output.1
            let curl = try Subprocess([
                "curl", "-qsSi", "-d", String(repeating: "x", count: 50),
                "http://\(address)/rooms/general/messages",
            ])
            let reply = Reply(try await curl.output.end())
            process.signal(SIGTERM)
            try await process.exit()
            return reply?.json["limit"] as? Int
        }
        #expect(try await limit([], [:]) == 10)
        #expect(try await limit([], ["CHAT_MESSAGE_LIMIT": "20"]) == 20)
        #expect(try await limit(["--message-limit", "30"], ["CHAT_MESSAGE_LIMIT": "20"]) == 30)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/file"))
    }

    // Seen as running F4: a list of origins set nothing.
    // Seen as running F27: an empty file was refused.
    @Test(
        "A file without a setting is one without a setting, and origins may be a list",
        arguments: ["", "# nothing\n", "auth:\n", "allow-origin: [\"https://a\", \"https://b\"]\n"]
    )
    func plainFile(_ text: String) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("burble.yaml", text)
        let process = try Subprocess([
            try Project.program("chat-server"), "--config", file, "--listen", "127.0.0.1:0",
            "--data", folder.path + "/data",
        ])
        let line = try await process.errors.line(containing: "listening address=")
        let address = try #require(line.firstMatch(of: /address=(\S+)/)).output.1
        if text.contains("https") {
            for origin in ["https://a", "https://b"] {
                let curl = try Subprocess([
                    "curl", "-qsSi", "-H", "Origin: \(origin)", "http://\(address)/rooms",
                ])
                let reply = Reply(try await curl.output.end())
                #expect(reply?.headers["access-control-allow-origin"] == origin)
            }
        }
        try await process.stops()
    }

    @Test("A file of settings may name a folder below the home, and begin with a byte order mark")
    func homeFolder() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("burble.yaml", "\u{feff}data: ~/data\n")
        let process = try Subprocess(
            [try Project.program("chat-server"), "--config", file, "--listen", "127.0.0.1:0"],
            environment: ["HOME": folder.path]
        )
        let line = try await process.errors.line(containing: "listening address=")
        #expect(line.contains("data=\(folder.path)/data "))
        try await process.stops()
    }

    @Test("Settings are read from a pipe to its end, however slowly they come")
    func pipe() async throws {
        let folder = try TemporaryFolder()
        let process = try Subprocess([
            try Project.program("chat-server"), "--config", "/dev/stdin", "--listen", "127.0.0.1:0",
            "--data", folder.path + "/data",
        ])
        // More than a pipe holds, so that one read does not bring the setting behind it.
        process.write(String(repeating: "# a comment\n", count: 20_000) + "message-limit: 10\n")
        process.closeInput()
        let line = try await process.errors.line(containing: "listening address=")
        let address = try #require(line.firstMatch(of: /address=(\S+)/)).output.1
        let curl = try Subprocess([
            "curl", "-qsSi", "-d", "more than ten bytes", "http://\(address)/rooms/a/messages",
        ])
        #expect(Reply(try await curl.output.end())?.json["limit"] as? Int == 10)
        try await process.stops()
    }

    @Test("A device without an end is no file of settings, and one without a byte is empty")
    func devices() async throws {
        let folder = try TemporaryFolder()
        let data = folder.path + "/data"
        let (exit, words) = try await refusal(["--config", "/dev/zero", "--data", data])
        #expect(exit == .code(64) && words.contains("cannot read /dev/zero"), "\(words)")
        #expect(!FileManager.default.fileExists(atPath: data))
        let process = try Subprocess([
            try Project.program("chat-server"), "--config", "/dev/null", "--listen", "127.0.0.1:0",
            "--data", data,
        ])
        try await process.errors.line(containing: "listening address=")
        try await process.stops()
    }

    // Seen as running F7: without HOME the data went below the folder in which one stood.
    @Test("Without a home folder in the environment the system's own is asked")
    func noHome() async throws {
        let folder = try TemporaryFolder()
        let command = #"cd "$0" && exec env -u XDG_DATA_HOME $2 "$1" import /dev/null --room r"#
        for home in ["-u HOME", "HOME="] {
            let process = try Subprocess([
                "sh", "-c", command, folder.path, try Project.program("chat-server"), home,
            ])
            let words = try await process.errors.end()
            #expect(words.contains("/.local/share/burble"), "\(words)")
            #expect(!words.contains("in ./") && !words.contains("in /.local"), "\(words)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("Without a folder given, the data goes where XDG says")
    func dataFolder() async throws {
        let home = try TemporaryFolder()
        let process = try Subprocess(
            [try Project.program("chat-server"), "--listen", "127.0.0.1:0"],
            environment: ["XDG_DATA_HOME": home.path]
        )
        try await process.errors.line(containing: "listening address=")
        #expect(FileManager.default.fileExists(atPath: home.path + "/burble/burble.sqlite"))
        try await process.stops()
    }

    @Test("--version and --help answer and open nothing")
    func version() async throws {
        let home = try TemporaryFolder()
        let version = /^chat-server \d+\.\d+\.\d+\n$/
        for (option, expected) in [("--version", version), ("--help", /USAGE/)] {
            let process = try Subprocess(
                [try Project.program("chat-server"), option],
                environment: ["XDG_DATA_HOME": home.path]
            )
            #expect(try await process.output.end().contains(expected))
            #expect(try await process.exit() == .code(0))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.path).isEmpty)
    }
}
