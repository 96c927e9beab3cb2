import Testing

/// What programs say at the control socket of `chat-tui`.
@Suite(.timeLimit(.minutes(10))) struct ControlSocketTests {
    @Test("A last line that nothing ends is done and answered, and one that is no UTF-8 is refused")
    func lastLine() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let path = folder.path + "/control"
        let screen = try await TerminalScreen(
            "exec chat-tui --server http://\(server.address) --room general --control \(path)",
            in: folder
        )
        try await screen.row(containing: " live ")
        let script = #"""
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1])
            s.sendall(b"#general a\xffb\n#general done")
            s.shutdown(socket.SHUT_WR)
            print(s.makefile().read(), end="")
            """#
        let client = try Subprocess(["python3", "-c", script, path])
        let said = try await client.output.end()
        #expect(try await client.exit() == .code(0), "\(client.errors.text)")
        let results = said.split(separator: "\n").filter { $0.contains(#""type":"result""#) }
        #expect(results.count == 2, "\(said)")
        #expect(results.first?.contains("the line is not UTF-8") == true)
        #expect(results.last == #"{"type":"result","ok":true}"#)
        try await screen.row(containing: "alice done")
        #expect(try await server.messages().count == 1)
    }
}
