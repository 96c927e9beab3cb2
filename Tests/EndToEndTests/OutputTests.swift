import ChatProtocol
import Testing

/// What the programs print, where it cannot be written.
@Suite(.timeLimit(.minutes(10))) struct OutputTests {
    private func run(_ program: String, _ rest: String) async throws -> (Subprocess.Exit, String) {
        let path = try Project.program(program)
        let process = try Subprocess(["sh", "-c", "\"$0\" \(rest)", path])
        return (try await process.exit(), process.errors.text)
    }

    @Test(
        "On a disk that is full nothing that is printed looks done",
        arguments: [
            ("chat-server", "--help"), ("chat-server", "--version"),
            ("chat-server", "import --help"), ("chat-tui", "--help"), ("chat-tui", "--man"),
            ("chat-server", "--generate-completion-script bash"),
        ]
    )
    func full(program: String, options: String) async throws {
        let (exit, errors) = try await run(program, options + " >/dev/full")
        #expect(exit == .code(74))
        #expect(errors.hasPrefix("\(program): the output cannot be written"), "\(errors)")
        let (whole, nothing) = try await run(program, options + " >/dev/null")
        #expect(whole == .code(0) && nothing.isEmpty)
    }

    @Test("A command that changes something tells that its answer is lost")
    func lostAnswer() async throws {
        let server = try await ServerProcess()
        let options = "invite add --data \(server.folder.path) --server \(server.url(""))"
        let (exit, errors) = try await run("chat-server", options + " >/dev/full")
        #expect(exit == .code(74), "\(errors)")
        let (piped, nothing) = try await run("chat-server", "--help | head -n 1 >/dev/null")
        #expect(piped == .code(0) && nothing.isEmpty)
    }

    @Test(
        "A reader that is gone ends no program, and is no failure",
        arguments: [
            ("chat-server", "--help"), ("chat-server", "--version"),
            ("chat-server", "--generate-completion-script bash"), ("chat-tui", "--help"),
            ("chat-tui", "--man"),
        ]
    )
    func gone(program: String, options: String) async throws {
        let (exit, errors) = try await runUnread(program, options.split(separator: " "))
        #expect(exit == .code(0) && errors.isEmpty, "\(errors)")
    }

    @Test("What is done for a reader that is gone is done all the same, and its code is told")
    func care() async throws {
        let server = try await ServerProcess()
        let copy = server.folder.path + "/copy"
        let place = ["--data", server.folder.path]
        let (backup, errors) = try await runUnread("chat-server", ["backup"] + place + [copy])
        #expect(backup == .code(0), "\(errors)")
        let damaged = try await run("chat-server", "check --data \(server.folder.path)/none")
        let (check, _) = try await runUnread("chat-server", ["check", "--data", copy + "/none"])
        #expect(check == damaged.0 && check != .code(0))
        let (sound, reason) = try await runUnread("chat-server", ["check", "--data", copy])
        #expect(sound == .code(0), "\(reason)")
    }

    // Seen as: an unknown option was quoted as it was, with what a terminal obeys.
    @Test(
        "What is said of the command line has nothing that a terminal obeys",
        arguments: ["chat-server", "chat-tui"],
        ["a\u{1b}]0;own\u{7}", "--a\u{1b}[2J", "--a\u{9b}31m\u{202e}"]
    )
    func quoted(program: String, word: String) async throws {
        let process = try Subprocess([try Project.program(program), word])
        let errors = try await process.errors.end()
        #expect(try await process.exit() == .code(64), "\(errors)")
        #expect(errors.hasPrefix("Error: ") && errors.contains("\nUsage: "), "\(errors)")
        #expect(SafeText(errors).description == errors)
    }

    @Test("An export says why it cannot be written")
    func export() async throws {
        let server = try await ServerProcess()
        try await server.post("hello")
        let options = ["export", "--server", server.url(""), "--room", "general"]
        let line = options.joined(separator: " ")
        let (exit, errors) = try await run("chat-server", line + " >/dev/full")
        #expect(exit == .code(74))
        #expect(errors.contains("cannot be written: No space left on device"), "\(errors)")
        let (unread, reason) = try await runUnread("chat-server", options)
        #expect(unread == .code(74))
        #expect(reason.contains("cannot be written: Broken pipe"), "\(reason)")
    }

    /// Runs a program whose output is a pipe that nobody reads any more.
    private func runUnread(
        _ program: String,
        _ options: [some StringProtocol]
    ) async throws -> (Subprocess.Exit, String) {
        let start = """
            import os, subprocess, sys
            reader, writer = os.pipe()
            os.close(reader)
            status = subprocess.call(sys.argv[1:], stdout=writer)
            sys.exit(status if status >= 0 else 128 - status)
            """
        let words = [try Project.program(program)] + options.map { String($0) }
        let process = try Subprocess(["python3", "-c", start] + words)
        let errors = try await process.errors.end()
        return (try await process.exit(), errors)
    }

    // With 0, the address of a file that was sent was lost.
    @Test(
        "A file whose address cannot be written is told with 74",
        arguments: [">/dev/full", ">&-"]
    )
    func lostAddress(output: String) async throws {
        let server = try await ServerProcess()
        let path = try server.folder.file("a.txt", "text")
        let options = "--server \(server.url("")) --name alice --room a --upload \(path) "
        let (exit, errors) = try await run("chat-tui", options + output)
        #expect(exit == .code(74), "\(errors)")
        #expect(errors.contains("the output cannot be written"), "\(errors)")
        #expect(try await server.messages(in: "a").count == 1)
    }
}
