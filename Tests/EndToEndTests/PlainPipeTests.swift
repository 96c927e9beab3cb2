import Foundation
import Testing

/// `chat-tui --plain` that is given its lines by a program.
@Suite(.timeLimit(.minutes(10))) struct PlainPipeTests {
    private func client(_ server: ServerProcess, _ options: String...) throws -> Subprocess {
        try Subprocess(
            [
                try Project.program("chat-tui"), "--server", "http://\(server.address)", "--name",
                "alice", "--plain",
            ] + options,
            environment: ["HOME": server.folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""]
        )
    }

    // Seen with a pipe, whose lines come before the stream: an order was lost, and an answer was
    // posted because nothing could be asked yet.
    @Test("Each line is done before the next one, and all of them before it leaves")
    func inOrder() async throws {
        let server = try await ServerProcess()
        let client = try client(server, "--room", "general")
        let lines = "hello\n/delete\ny\n/topic of a pipe\n/names\n/search hello\n"
        let exit = try await client.exit(after: lines)
        #expect(exit == .code(0), "\(client.errors.text)")
        let said = client.output.text
        #expect(said.contains("Take back for everyone: hello"))
        #expect(said.contains("In #general:") && said.contains("alice"))
        let rooms = try await server.curl("/rooms/general").body
        #expect(rooms.contains(#""topic":"of a pipe""#))
        let messages = try await server.messages()
        #expect(!messages.contains { $0.contains(#""text":"y""#) })
        #expect(!messages.contains { $0.contains(#""text":"hello""#) })
    }

    // The server answers it as it answers one that does something.
    @Test("An order that changes nothing is answered with that, and one that does is not")
    func changesNothing() async throws {
        let server = try await ServerProcess()
        let client = try client(server, "--room", "general")
        let exit = try await client.exit(after: "hello\n/topic tea\n/topic tea\n/names\n")
        #expect(exit == .code(0), "\(client.errors.text)")
        let said = client.output.text
        let told = said.split(separator: "\n").filter { $0.contains("nothing changed") }
        #expect(told == ["nothing changed in #general: the topic is: tea"], "\(said)")
    }

    /// Lines of which some come to nothing, and how many do.
    private static let mistakes = [
        ("/etc/hosts changed\n", 1), ("one\n /etc/passwd is a file\ntwo\n", 1),
        ("/upload /nonexistent\n", 1), ("/topic \(String(repeating: "x", count: 600))\n", 1),
        ("hello\n/delete\nsome words\nother words\n", 3),
        // What is asked at the end is answered by nobody.
        ("hello\n/delete\n", 1),
    ]

    // It ended with 0 whatever became of what it was given.
    @Test("Each line that comes to nothing is counted, and the exit says so", arguments: mistakes)
    func counted(lines: String, count: Int) async throws {
        let server = try await ServerProcess()
        let client = try client(server, "--room", "general")
        #expect(try await client.exit(after: lines) == .code(65), "\(client.output.text)")
        let told = count == 1 ? "1 line was not posted" : "\(count) lines were not posted"
        #expect(client.errors.text.contains(told), "\(client.errors.text)")
    }

    // It ran on for ever.
    @Test("Without a server it ends as other pipes do")
    func noServer() async throws {
        let folder = try TemporaryFolder()
        let client = try Subprocess(
            [
                try Project.program("chat-tui"), "--server", "http://127.0.0.1:1", "--name",
                "alice", "--plain", "--room", "general",
            ],
            environment: ["HOME": folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""]
        )
        #expect(try await client.exit(after: "one\ntwo\n") == .code(69), "\(client.output.text)")
        let told = client.errors.text
        #expect(told.contains("2 lines were not posted"), "\(told)")
        #expect(told.contains("is sent at the next start"), "\(told)")
    }

    @Test("Rooms and whom one ignores are there at the next start, as on the screen")
    func keeps() async throws {
        let server = try await ServerProcess()
        try await server.post("x", in: "random")
        let first = try client(server, "--room", "general")
        let exit = try await first.exit(after: "/join random\n/ignore bob\n/quit\n")
        #expect(exit == .code(0), "\(first.errors.text)")
        let second = try client(server, "--room", "general")
        #expect(try await second.exit(after: "/room random\n/ignore\n/quit\n") == .code(0))
        let said = second.output.text
        #expect(said.contains("You are in #random.") && said.contains("ignored: bob"))
    }

    // Lines of a program pushed those of the person out, which Up brings back on the screen.
    @Test("Lines of a pipe are not kept as what somebody typed")
    func history() async throws {
        let server = try await ServerProcess()
        let client = try client(server, "--room", "general")
        #expect(try await client.exit(after: "by a pipe\n") == .code(0), "\(client.errors.text)")
        #expect(try await server.messages().count == 1)
        let state = server.folder.path + "/.local/state/burble"
        let files = try FileManager.default.contentsOfDirectory(atPath: state)
        #expect(files.contains { $0.hasPrefix("rooms-") }, "\(files)")
        #expect(!files.contains { $0.hasPrefix("history-") }, "\(files)")
    }

    // It ended with the code alone.
    @Test("An output that takes nothing ends it, and is told of once")
    func fullOutput() async throws {
        let server = try await ServerProcess()
        let line = #"printf 'one\ntwo\n' | "$0" --server "$1" --plain --room a >/dev/full"#
        let shell = try Subprocess(
            ["sh", "-c", line, try Project.program("chat-tui"), server.url("")],
            environment: ["HOME": server.folder.path, "XDG_CONFIG_HOME": ""]
        )
        #expect(try await shell.exit() == .code(74))
        let errors = try await shell.errors.end()
        #expect(errors == "chat-tui: the output cannot be written: No space left on device\n")
    }

    // It said so, and ended with 0.
    @Test("An output that takes the last answer no more ends it as one that takes nothing")
    func fullAtEnd() async throws {
        let server = try await ServerProcess()
        let word = String(repeating: "x", count: 60)
        try await server.post(lines: (1...60).map { "found \($0) \(word)" }, in: "random")
        // A file that may have two blocks, which is enough for what comes before.
        let line = """
            trap '' XFSZ; ulimit -f 2
            echo /search found | "$0" --server "$1" --name alice --plain --room general >"$2"
            """
        let shell = try Subprocess(
            [
                "sh", "-c", line, try Project.program("chat-tui"), server.url(""),
                server.folder.path + "/said",
            ],
            environment: ["HOME": server.folder.path, "XDG_CONFIG_HOME": ""]
        )
        #expect(try await shell.exit() == .code(74))
        let errors = try await shell.errors.end()
        #expect(errors == "chat-tui: the output cannot be written: File too large\n")
    }

    // It advised /login, which asks for a password on the screen alone.
    @Test("Who has to sign in is told how that is done elsewhere than on the screen")
    func signIn() async throws {
        let server = try await ServerProcess(["--auth", "accounts"])
        let client = try client(server, "--room", "general")
        #expect(try await client.exit(after: "/msg bob hi\n/kick bob\n") == .code(65))
        let said = client.output.text + client.errors.text
        #expect(said.contains("chat-tui login signs in, chat-tui register makes an account"))
        #expect(!said.contains("/login") && !said.contains("/register"), "\(said)")
    }

    @Test("A descriptor that was closed is nobody else's: what is said there goes nowhere")
    func closedDescriptors() async throws {
        let server = try await ServerProcess()
        try await server.post("x")
        let program = try Project.program("chat-tui")
        let line = #"exec "$0" --server "$1" --room general --once --tail 1 <&- >&- 2>"$2""#
        let errors = server.folder.path + "/errors"
        let client = try Subprocess(
            ["sh", "-c", line, program, "http://\(server.address)", errors],
            environment: ["HOME": server.folder.path]
        )
        #expect(try await client.exit() == .code(74))
        let told = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(told.contains("the output cannot be written: Bad file descriptor"))
    }
}
