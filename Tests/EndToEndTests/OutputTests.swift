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
        #expect(errors.hasPrefix("the output cannot be written"), "\(errors)")
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
}
