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

    // Each was answered with "ok" and no word.
    @Test("What a program asks for is told to it: at once, or behind the answer to its order")
    func answers() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let path = folder.path + "/control"
        let screen = try await TerminalScreen(
            "exec chat-tui --server http://\(server.address) --room general --control \(path)",
            in: folder
        )
        try await screen.row(containing: " live ")
        let script = #"""
            import json, socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1])
            told = map(json.loads, s.makefile())
            def words(line, kind):
                s.sendall(line.encode() + b"\n")
                return next(t["words"] for t in told if t["type"] == kind and "words" in t)
            print(words("/counts", "result"))
            print(words("/status", "result").splitlines()[0])
            print(words("/names", "notice").splitlines()[0])
            print(words("/exec echo a  b", "result"))
            print(next(t["words"] for t in told if t["type"] == "notice"))
            """#
        let client = try Subprocess(["python3", "-c", script, path])
        let said = try await client.output.end()
        #expect(try await client.exit() == .code(0), "\(client.errors.text)")
        let lines = said.split(separator: "\n").map(String.init)
        #expect(lines.count == 5 && lines.first == "nothing is unread", "\(said)")
        #expect(lines.dropFirst().first == "Status")
        #expect(lines.contains { $0.hasPrefix("In #general: ") })
        #expect(lines.suffix(2) == ["running echo a  b", "a b"])
    }

    // Each was answered with "ok", as if it were done.
    @Test("An order that cannot be done is answered with that, also where the machine refuses it")
    func refused() async throws {
        let server = try await ServerProcess()
        try await server.post("said")
        let folder = try TemporaryFolder()
        let path = folder.path + "/control"
        let screen = try await TerminalScreen(
            "exec chat-tui --server http://\(server.address) --room general --control \(path)",
            in: folder
        )
        try await screen.row(containing: "said")
        let script = #"""
            import json, socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1])
            told = map(json.loads, s.makefile())
            for line in sys.argv[2:]:
                s.sendall(line.encode() + b"\n")
                print(json.dumps(next(t["ok"] for t in told if t["type"] == "result")))
            """#
        let orders = [
            "/part nosuch", "/room nosuch", "/disconnect", "/connect ftp://x",
            "/log \(folder.path)/nosuch/log", "/log \(folder.path)/log",
        ]
        let client = try Subprocess(["python3", "-c", script, path] + orders)
        let said = try await client.output.end()
        #expect(try await client.exit() == .code(0), "\(client.errors.text)")
        let answers = said.split(separator: "\n")
        #expect(answers == ["false", "false", "false", "false", "false", "true"], "\(said)")
    }
}
