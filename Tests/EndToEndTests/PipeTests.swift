import Glibc
import Testing

/// `chat-tui` without a terminal: a pipe into a room, and out of it.
@Suite(.timeLimit(.minutes(10))) struct PipeTests {
    private func client(_ server: ServerProcess, _ options: String...) throws -> Subprocess {
        try Subprocess(
            [
                try Project.program("chat-tui"), "--server", "http://\(server.address)", "--name",
                "alice",
            ] + options,
            environment: ["XDG_STATE_HOME": server.folder.path + "/state"]
        )
    }

    @Test("Each line of the input is posted, and then it ends with 0")
    func post() async throws {
        let server = try await ServerProcess()
        let client = try client(server, "--room", "general")
        let exit = try await client.exit(after: "hi\nand 世界\nno newline")
        #expect(exit == .code(0), "\(client.errors.text)")
        let said = try await server.messages()
        #expect(said.count == 3)
        for (line, text) in zip(said, ["hi", "and 世界", "no newline"]) {
            #expect(line.contains(#""user":"alice","text":"\#(text)""#))
        }
    }

    // What was posted was there twice, with exit code 0.
    @Test(
        "A room that is named twice, by an option or the file, is one",
        arguments: ["--room dup --room DUP", "--config $1"],
        ["", "--message line", "--once"]
    )
    func roomTwice(rooms: String, what: String) async throws {
        let server = try await ServerProcess()
        let file = try server.folder.file("twice.conf", "rooms = dup, other, Dup\n")
        let line = #"echo line | "$0" --server \#(server.url("")) \#(rooms) \#(what)"#
        let shell = try Subprocess(
            ["sh", "-c", line, try Project.program("chat-tui"), file],
            environment: ["HOME": server.folder.path, "CHAT_NAME": "alice"]
        )
        #expect(try await shell.exit() == .code(0), "\(shell.errors.text)")
        #expect(try await server.messages(in: "dup").count == 1)
    }

    // Seen as client F12, C27 and C28: a pipe stopped at the first line that was no message.
    @Test("A line that is no message is left out: what follows is posted, and the exit says so")
    func refused() async throws {
        let server = try await ServerProcess(["--message-limit", "10"])
        let client = try client(server, "--room", "general")
        let exit = try await client.exit(after: "short\nmuch too long a line\n \t \nlater\n")
        #expect(exit == .code(65))
        let errors = try await client.errors.end()
        #expect(errors.contains("line 2 was refused") && errors.contains("1 line was not posted"))
        #expect(try await server.messages().count == 2)
    }

    /// Pipes two lines into two rooms that take none.
    ///
    /// - Returns: what is told, line by line.
    private func refusals(_ server: ServerProcess) async throws -> [Substring] {
        let client = try client(server, "--room", "general", "--room", "other")
        #expect(try await client.exit(after: "a\nb\n") == .code(77))
        return try await client.errors.end().split(separator: "\n")
    }

    // A pipe into several rooms was refused line by line, and in each room.
    @Test("Who is not known is told so once, however many lines and rooms there are")
    func unknown() async throws {
        let server = try await ServerProcess(["--auth", "accounts"])
        let told = try await refusals(server)
        #expect(told.count == 1, "\(told)")
        #expect(told.first?.contains("line 1 in general was refused") == true, "\(told)")
    }

    @Test("Where no room lets one in, each says so of the first line, and no more is posted")
    func banned() async throws {
        let server = try await ServerProcess()
        let ban = try Subprocess([
            try Project.program("chat-server"), "ban", "add", "alice", "--name", "--server",
            server.url(""), "--data", server.folder.path,
        ])
        #expect(try await ban.exit() == .code(0), "\(ban.errors.text)")
        let told = try await refusals(server)
        #expect(told.count == 2, "\(told)")
        for (line, room) in zip(told, ["general", "other"]) {
            #expect(line.contains("line 1 in \(room) was refused"), "\(told)")
        }
    }

    // It was told as not posted, and was in the room.
    @Test("A server that stands still leaves open whether a message is posted, and it is told so")
    func standstill() async throws {
        let server = try await ServerProcess()
        server.process.signal(SIGSTOP)
        let client = try client(server, "--room", "general", "--message", "hi")
        #expect(try await client.exit() == .code(69))
        server.process.signal(SIGCONT)
        let told = client.errors.text
        #expect(told.contains("the message may be posted or not: "), "\(told)")
    }

    // Seen as client F24: text that was piped in was neither posted nor refused.
    @Test(
        "Text that is piped in where events are printed is refused, and nothing is printed",
        arguments: ["--json", "--json --once", "--since all", "--tail 2", "--timeout 9s"]
    )
    func pipedIntoPrinting(options: String) async throws {
        let folder = try TemporaryFolder()
        // The text is in the pipe before the client begins.
        let line = #"mkfifo "$1/pipe"; exec 3<>"$1/pipe"; echo x >&3; exec "$0" \#(options) <&3"#
        let client = try Subprocess(
            ["sh", "-c", line, try Project.program("chat-tui"), folder.path],
            environment: ["HOME": folder.path, "XDG_CONFIG_HOME": ""]
        )
        #expect(try await client.exit() == .code(64))
        #expect(try await client.errors.end().contains(" prints, and does not post"))
        #expect(try await client.output.end().isEmpty)
    }

    // It was dropped without a word, and events were printed for ever.
    @Test("Text that is piped in later ends the printing too")
    func pipedInLate() async throws {
        let server = try await ServerProcess()
        try await server.post("before", as: "bob")
        let client = try client(server, "--room", "general", "--tail", "1")
        try await client.output.line(containing: "bob: before")
        #expect(try await client.exit(after: "late\n") == .code(64))
        #expect(try await client.errors.end().contains("--tail prints, and does not post"))
    }

    @Test("Into a pipe, what is said comes as lines")
    func printing() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let out = folder.path + "/out"
        // The keyboard is a terminal, only the output is a pipe.
        let screen = try await TerminalScreen(
            """
            chat-tui --server http://\(server.address) --room general | tee \(out)
            """,
            in: folder
        )
        try await screen.row(containing: "# live")
        try await server.post("hello\nof two lines", as: "bob")
        try await screen.row(containing: "| of two lines")
        let rows = try await screen.rows()
        #expect(rows.contains { $0.contains(/^\d\d:\d\d:\d\d bob: hello$/) })
        #expect(rows.contains { $0.contains(/^ +\| of two lines$/) })
    }

    // Seen as: in cron, in a unit and behind `&` it ended at once, and had printed nothing.
    @Test(
        "Without an input, what is said comes as lines until it is stopped",
        arguments: ["</dev/null", "<&-"]
    )
    func noInput(redirection: String) async throws {
        let server = try await ServerProcess()
        try await server.post("before", as: "bob")
        let client = try Subprocess(
            [
                "sh", "-c", #"exec "$0" --server "$1" --room general "# + redirection,
                try Project.program("chat-tui"), server.url(""),
            ],
            environment: ["HOME": server.folder.path]
        )
        try await client.output.line(containing: "bob: before")
        try await server.post("later", as: "bob")
        try await client.output.line(containing: "bob: later")
        client.signal(SIGTERM)
        try await client.exit()
    }

    @Test(
        "A wrong argument is refused before anything opens",
        arguments: [
            ["--room", "no spaces"], ["--name", "no spaces"], ["--server", "gopher://x"],
            ["--nonsense"],
        ]
    )
    func wrong(_ options: [String]) async throws {
        let client = try Subprocess([try Project.program("chat-tui")] + options)
        client.closeInput()
        #expect(try await client.exit() == .code(64))
        #expect(try await !client.errors.end().isEmpty)
    }
}
