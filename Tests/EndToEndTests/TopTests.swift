import Testing

/// With whose token `chat-server top` asks, and how it ends.
@Suite(.timeLimit(.minutes(10))) struct TopTests {
    private func once(
        _ url: String,
        _ words: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> Subprocess.Exit {
        let program = try Project.program("chat-server")
        let top = try Subprocess(
            [program, "top", "--once", "--server", url] + words,
            environment: environment
        )
        return try await top.exit(after: "")
    }

    // The token went to whoever was named, for everybody on the way to read.
    @Test("A token of the environment is not sent in the clear to another machine")
    func clear() async throws {
        let server = try await ServerProcess(listen: ":0", ["--auth", "accounts"])
        let token = try server.operatorToken
        let environment = ["CHAT_OPERATOR_TOKEN": token]
        // Of the second address nothing tells that it is this machine's, though it is.
        let near = "http://127.0.0.1:\(server.port)"
        let far = "http://0.0.0.0:\(server.port)"
        #expect(try await once(near, environment: environment) == .code(0))
        #expect(try await once(far, environment: environment) == .code(77))
        let file = ["--operator-token-file", server.folder.path + "/operator.token"]
        #expect(try await once(far, file) == .code(0))
    }

    // The environment's token, which the folder goes before, made an error of it.
    @Test("Whose folder is not the server's may look where everybody may")
    func otherFolder() async throws {
        let server = try await ServerProcess()
        let other = try TemporaryFolder()
        let environment = ["CHAT_OPERATOR_TOKEN": "a-token-of-another-server"]
        let exit = try await once(server.url(""), ["--data", other.path], environment: environment)
        #expect(exit == .code(0))
    }

    /// Runs a command as a user whom the system does not know.
    private static let stranger = ["unshare", "-U", "--map-user=54321"]

    @Test(
        "Who has no home folder may look where everybody may",
        .enabled("this system lets nobody here be another user (unshare -U)") {
            try await Subprocess(stranger + ["true"]).exit() == .code(0)
        }
    )
    func homeless() async throws {
        let server = try await ServerProcess()
        let program = try Project.program("chat-server")
        let top = try Subprocess(
            Self.stranger + [program, "top", "--once", "--server", server.url("")],
            environment: ["HOME": "", "XDG_DATA_HOME": ""]
        )
        #expect(try await top.exit() == .code(0), "\(top.errors.text)")
    }

    // The screen tried again for ever.
    @Test("A screen that the server refuses ends, and says why")
    func refusedScreen() async throws {
        let server = try await ServerProcess(["--auth", "accounts"])
        let screen = try await TerminalScreen(
            """
            chat-server top --server \(server.url(""))
            echo "left with $?"
            exec cat
            """,
            in: try TemporaryFolder()
        )
        try await screen.row(containing: "left with 77")
        let rows = try await screen.rows()
        #expect(rows.contains { $0.contains("operator.token") }, "\(rows)")
    }

    // It was told of as an output that had broken.
    @Test("A reader who has enough ends it without a word")
    func head() async throws {
        let server = try await ServerProcess()
        let line = #"set -o pipefail; "$0" top --server "$1" | head -n 1"#
        let program = try Project.program("chat-server")
        let top = try Subprocess(["bash", "-c", line, program, server.url("")])
        #expect(try await top.output.end().contains(" streams, "))
        #expect(try await top.exit() == .code(0))
        #expect(top.errors.text.isEmpty, "\(top.errors.text)")
    }
}
