import Foundation
import Testing

/// Programs that were started with a standard input, output or error that is closed or full.
@Suite(.timeLimit(.minutes(10))) struct StandardStreamTests {
    /// Runs a subcommand under a shell that does something to its descriptors.
    private func run(
        _ server: ServerProcess,
        _ redirection: String,
        _ words: [String]
    ) async throws -> (exit: Subprocess.Exit, errors: String) {
        let script = #"exec "$0" "$@" "# + redirection
        let program = try Project.program("chat-server")
        let process = try Subprocess(["sh", "-c", script, program] + words)
        process.closeInput()
        return (try await process.exit(), try await process.errors.end())
    }

    @Test(
        "A server whose standard descriptors are closed has nothing of its own in their places",
        arguments: ["<&-", ">&- 2>&-", "<&- >&- 2>&-"]
    )
    func closed(_ redirection: String) async throws {
        let folder = try TemporaryFolder()
        let server = try Subprocess([
            "sh", "-c", #"exec "$0" --data "$1" --listen "unix:$1/socket" "# + redirection,
            try Project.program("chat-server"), folder.path,
        ])
        let curl = ["curl", "-sf", "--unix-socket", "\(folder.path)/socket"]
        let ready = try Subprocess(
            curl + [
                "--retry", "200", "--retry-delay", "1", "--retry-all-errors",
                "http://burble/readyz",
            ]
        )
        #expect(try await ready.exit() == .code(0))
        let post = try Subprocess(curl + ["-d", "hello", "http://burble/rooms/a/messages"])
        #expect(try await post.exit() == .code(0))
        for (number, mark) in [(0, "<"), (1, " >"), (2, "2>")] where redirection.contains(mark) {
            let place = "/proc/\(server.pid)/fd/\(number)"
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place) == "/dev/null")
        }
        // What the server tells of itself would go into it, or into any other file.
        #expect(try folder.text("lock").isEmpty)
        try await server.stops()
    }

    /// Becomes a program whose standard error is a pipe that is full and never read.
    private static let unread = """
        import os, sys
        reader, writer = os.pipe()
        os.set_inheritable(reader, True)
        os.set_blocking(writer, False)
        try:
            while os.write(writer, b"."): pass
        except BlockingIOError:
            os.set_blocking(writer, True)
        os.dup2(writer, 2)
        os.execv(sys.argv[1], sys.argv[1:])
        """

    // Seen as: Ctrl-S on the server's terminal, and no request was answered any more.
    @Test("A server whose standard error is not read serves, and ends when it is told")
    func unreadErrors() async throws {
        let folder = try TemporaryFolder()
        let server = try Subprocess([
            "python3", "-c", Self.unread, try Project.program("chat-server"),
            "--data", folder.path, "--listen", "unix:\(folder.path)/socket",
            "--log-level", "trace",
        ])
        let ready = try Subprocess([
            "curl", "-sf", "--unix-socket", "\(folder.path)/socket", "--retry", "200",
            "--retry-delay", "1", "--retry-all-errors", "--max-time", "240",
            "http://burble/readyz",
        ])
        #expect(try await ready.exit() == .code(0))
        try await server.stops()
    }

    // A closed input was told of as one that had broken off, and a folder as no input.
    @Test(
        "An input that is closed, or a folder, is told to be that",
        arguments: [
            ("<&-", "there is no standard input"),
            ("</", "cannot read standard input: it is a folder"),
        ]
    )
    func noInput(redirection: String, words: String) async throws {
        let server = try await ServerProcess()
        let place = ["--server", server.url(""), "--data", server.folder.path]
        let (exit, errors) = try await run(
            server,
            redirection,
            ["import", "-", "--room", "r"] + place
        )
        #expect(exit == .code(66))
        #expect(errors.contains(words), "\(errors)")
    }

    @Test("What cannot be written is an exit code of its own, whatever was to be printed")
    func fullOutput() async throws {
        let server = try await ServerProcess()
        try await server.post("hello")
        let place = ["--server", server.url(""), "--data", server.folder.path]
        let commands = [
            ["user", "list", "--json"] + place, ["invite", "add"] + place,
            ["ban", "add", "troll"] + place, ["check", "--data", server.folder.path],
            ["doctor", server.url("")],
            ["export", "--room", "general", "--server", server.url("")],
            ["top", "--once", "--server", server.url("")],
            ["backup", server.folder.path + "/copy", "--data", server.folder.path], ["--help"],
        ]
        for words in commands {
            let (exit, errors) = try await run(server, ">/dev/full", words)
            #expect(exit == .code(74), "\(words): \(exit)")
            #expect(errors.contains("output"), "\(words): \(errors)")
            try? FileManager.default.removeItem(atPath: server.folder.path + "/copy")
        }
        let (exit, _) = try await run(server, ">&-", ["user", "list", "--json"] + place)
        #expect(exit == .code(74))
        // Nothing to say is nothing lost.
        let (quiet, errors) = try await run(server, ">/dev/full", ["user", "list"] + place)
        #expect(quiet == .code(0), "\(errors)")
    }
}
