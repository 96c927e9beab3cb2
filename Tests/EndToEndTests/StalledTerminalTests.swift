import Foundation
import Testing

/// A terminal that takes nothing, as behind a line that stalls.
@Suite(.timeLimit(.minutes(10))) struct StalledTerminalTests {
    /// Reads the screen until the draft is on it, and no more; at a line of its input it asks the
    /// client to end, and says how that ended.
    private static let terminal = """
        import os, pty, signal, sys
        client, screen = pty.fork()
        if client == 0: os.execv(sys.argv[1], sys.argv[1:])
        seen = b""
        def see(text):
            global seen
            while text not in seen: seen += os.read(screen, 65536)
        see(b"\\x1b[?1049h")
        os.write(screen, b"undelivered")
        see(b"undelivered")
        print("ready", flush=True)
        sys.stdin.readline()
        os.kill(client, signal.SIGTERM)
        print("ended", os.waitstatus_to_exitcode(os.waitpid(client, 0)[1]), flush=True)
        """

    @Test("A client whose terminal takes nothing ends when it is told to, and keeps the draft")
    func ends() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let home = try TemporaryFolder()
        let terminal = try Subprocess(
            [
                "python3", "-c", Self.terminal, try Project.program("chat-tui"), "--server",
                "http://\(server.address)", "--name", "alice", "--room", "general",
            ],
            environment: ["HOME": home.path, "TERM": "xterm-256color", "XDG_STATE_HOME": ""]
        )
        try await terminal.output.line(containing: "ready")
        // More than the system holds for a terminal.
        for number in 0..<50 {
            try await server.post(String(repeating: "x\(number) ", count: 100), as: "bob")
        }
        terminal.write("\n")
        #expect(try await terminal.output.line(containing: "ended") == "ended 143")
        let state = home.path + "/.local/state/burble"
        let names = try FileManager.default.contentsOfDirectory(atPath: state)
        let drafts = try #require(names.first { $0.hasPrefix("drafts-") })
        let text = try String(contentsOfFile: "\(state)/\(drafts)", encoding: .utf8)
        #expect(text.contains("undelivered"), "\(text)")
    }
}
