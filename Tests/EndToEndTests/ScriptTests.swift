import Testing

/// `chat-tui` in scripts: its options, and the exit codes that tell the causes apart.
@Suite(.timeLimit(.minutes(10))) struct ScriptTests {
    private func client(_ server: ServerProcess, _ options: String...) throws -> Subprocess {
        let client = try Subprocess(
            [
                try Project.program("chat-tui"), "--server", "http://\(server.address)", "--name",
                "alice",
            ] + options,
            environment: ["HOME": server.folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""]
        )
        return client
    }

    @Test("A message and all of the input are each one message, in every room that is named")
    func oneMessage() async throws {
        let server = try await ServerProcess()
        let one = try client(server, "--message", "two\nlines", "--room", "general")
        #expect(try await one.exit() == .code(0), "\(one.errors.text)")
        let whole = try client(server, "--once", "--room", "general", "--room", "other")
        #expect(try await whole.exit(after: "a\nb\n") == .code(0), "\(whole.errors.text)")
        let texts = try await server.messages().map { $0.contains(#""text":"two\nlines""#) }
        #expect(texts == [true, false])
        let other = try client(server, "--once", "--tail", "5", "--room", "other")
        #expect(try await other.output.end().contains("alice: a\n         | b\n"))
    }

    @Test("Events come as JSON from where one says, and it leaves when all was printed")
    func json() async throws {
        let server = try await ServerProcess()
        for text in ["one", "two", "three"] { try await server.post(text, as: "bob") }
        let all = try client(server, "--json", "--since", "all", "--once", "--room", "general")
        let lines = try await all.output.end().split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.first?.hasPrefix(#"{"type":"open""#) == true)
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(#"{"type":"message""#) })
        #expect(try await all.exit() == .code(0))
        let newest = try client(server, "--json", "--tail", "1", "--once", "--room", "general")
        let messages = try await newest.output.end().split(separator: "\n").dropFirst()
        #expect(messages.count == 1 && messages.first?.contains(#""text":"three""#) == true)
    }

    @Test("It waits for a word, in any case, and gives the message that has it")
    func waiting() async throws {
        let server = try await ServerProcess()
        try await server.post("deployed long ago", as: "bob")
        let stream = "http://\(server.address)/rooms/general/stream?format=ndjson"
        let watch = try Subprocess(["curl", "-sN", "-u", "carol:", stream])
        try await watch.output.line(containing: #""type":"open""#)
        let client = try client(server, "--wait", "Deployed", "--room", "general")
        // It is connected when it is seen; what was said before does not count.
        try await watch.output.line(containing: #""user":"alice","here":true"#)
        try await server.post("still building", as: "bob")
        try await server.post("now it is DEPLOYED", as: "bob")
        let output = try await client.output.end()
        #expect(output.hasSuffix("bob: now it is DEPLOYED\n"))
        #expect(output.split(separator: "\n").count == 1)
        #expect(try await client.exit() == .code(0))
        let past = try self.client(server, "--wait", "long ago", "--since", "all")
        #expect(try await past.exit() == .code(0))
    }

    @Test("What does not come in time is told by its exit code")
    func timeout() async throws {
        let server = try await ServerProcess()
        let waiting = try client(server, "--wait", "x", "--timeout", "1s")
        let printing = try client(server, "--tail", "0", "--timeout", "1s")
        #expect(try await waiting.exit() == .code(75))
        #expect(try await printing.exit() == .code(0))
    }

    @Test(
        "What cannot be is refused with 64 and a sentence",
        arguments: [
            ["--tail", "5", "--since", "1h"], ["--since", "nonsense"], ["--timeout", "soon"],
            ["--tail", "501"], ["--wait", ""], ["--message", "x", "--json"], ["--plain", "--once"],
            ["--theme", "blue"], ["--config", "nowhere.conf"],
        ]
    )
    func wrong(_ options: [String]) async throws {
        let server = try await ServerProcess()
        let client = try Subprocess(
            [try Project.program("chat-tui"), "--server", "http://\(server.address)"] + options,
            environment: ["HOME": server.folder.path, "XDG_CONFIG_HOME": ""]
        )
        client.closeInput()
        #expect(try await client.exit() == .code(64))
        let errors = try await client.errors.end()
        #expect(errors.hasPrefix("chat-tui: ") && errors.split(separator: "\n").count == 1)
    }

    @Test("An empty message is none")
    func empty() async throws {
        let server = try await ServerProcess()
        let client = try client(server, "--once")
        #expect(try await client.exit(after: "\n") == .code(65))
        let other = try self.client(server, "--message", " ")
        #expect(try await other.exit() == .code(65))
    }

    // Seen as client F22: an output that takes nothing was told of once for each message.
    @Test("An output that takes nothing ends it, and is told of once")
    func fullOutput() async throws {
        let server = try await ServerProcess()
        for text in ["one", "two", "three"] { try await server.post(text, as: "bob") }
        let program = try Project.program("chat-tui")
        let shell = try Subprocess(
            [
                "sh", "-c", #"exec "$0" --server "$1" --tail 3 >/dev/full"#, program,
                "http://\(server.address)",
            ],
            environment: ["HOME": server.folder.path, "XDG_CONFIG_HOME": ""]
        )
        #expect(try await shell.exit() == .code(74))
        let errors = try await shell.errors.end()
        #expect(errors == "chat-tui: the output cannot be written: No space left on device\n")
    }

    @Test("A reader that goes ends it quietly")
    func head() async throws {
        let server = try await ServerProcess()
        for text in ["one", "two", "three"] { try await server.post(text, as: "bob") }
        let program = try Project.program("chat-tui")
        let command = "\(program) --server http://\(server.address) --tail 3 | head -1"
        let shell = try Subprocess(
            ["bash", "-c", "set -o pipefail; \(command)"],
            environment: ["HOME": server.folder.path, "XDG_CONFIG_HOME": ""]
        )
        // It notices at the next thing that it has to say.
        try await shell.output.line()
        try await server.post("four", as: "bob")
        #expect(try await shell.exit() == .code(0))
        #expect(shell.errors.text.isEmpty)
    }

    @Test("The configuration counts less than the environment, and that less than an option")
    func precedence() async throws {
        let server = try await ServerProcess()
        let folder = server.folder
        let path = try folder.file("my.conf", "name = from-file\nrooms = filed\n")
        func post(_ options: [String], name: String) async throws -> String {
            let client = try Subprocess(
                [
                    try Project.program("chat-tui"), "--server", "http://\(server.address)",
                    "--config", path, "--message", "x",
                ] + options,
                environment: ["CHAT_NAME": name, "HOME": folder.path]
            )
            #expect(try await client.exit() == .code(0), "\(client.errors.text)")
            return try await server.messages(in: "filed").last ?? ""
        }
        #expect(try await post([], name: "").contains(#""user":"from-file""#))
        #expect(try await post([], name: "from-var").contains(#""user":"from-var""#))
        let told = try await post(["--name", "from-option"], name: "from-var")
        #expect(told.contains(#""user":"from-option""#))
    }

    @Test("The configuration is written once, is right as it is, and its faults have their lines")
    func configuration() async throws {
        let folder = try TemporaryFolder()
        let environment = ["HOME": folder.path, "XDG_CONFIG_HOME": ""]
        func run(_ options: String...) async throws -> Subprocess {
            let client = try Subprocess(
                [try Project.program("chat-tui")] + options,
                environment: environment
            )
            client.closeInput()
            _ = try await client.exit()
            return client
        }
        let first = try await run("--write-config")
        #expect(try await first.exit() == .code(0))
        let path = folder.path + "/.config/burble/chat-tui.conf"
        #expect(try await first.output.end() == path + "\n")
        let second = try await run("--write-config")
        #expect(try await second.exit() == .code(73))
        // Read, and found without fault, before the wrong theme is.
        let third = try await run("--theme", "blue")
        #expect(try await third.errors.end().contains("--theme blue"))
        let bad = try folder.file("bad.conf", "# x\n[keys]\nsend = x\n[screen]\ntheme = y\n")
        let fourth = try await run("--config", bad)
        #expect(try await fourth.exit() == .code(64))
        let faults = try await fourth.errors.end().split(separator: "\n")
        #expect(faults.map { $0.hasPrefix("chat-tui: \(bad):") } == [true, true])
        #expect(faults.first?.contains(":3: ") == true && faults.last?.contains(":5: ") == true)
    }

    @Test("The help and the manual name the same options")
    func manual() async throws {
        func run(_ option: String) async throws -> String {
            let client = try Subprocess([try Project.program("chat-tui"), option])
            return try await client.output.end()
        }
        let page = try await run("--man").replacing("\\-", with: "-")
        let options = Set(page.matches(of: /\\fB--([a-z-]+)\\fR/).map { String($0.output.1) })
        let shown = try await run("--help").matches(of: /\n  (?:-h, )?--([a-z-]+)/)
        let helped = Set(shown.map { String($0.output.1) })
        #expect(helped.subtracting(["version", "help"]) == options)
        #expect(options.count > 10)
    }
}
