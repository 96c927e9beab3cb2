import Testing

/// What programs say at the control socket of `chat-tui`.
@Suite(.timeLimit(.minutes(10))) struct ControlSocketTests {
    /// A client with a control socket, and a server of its own.
    private struct Controlled {
        let server: ServerProcess
        let folder: TemporaryFolder
        let screen: TerminalScreen

        /// Opens it, and waits until the room is live, or what was said before is drawn.
        init(after text: String? = nil, editor: String = "") async throws {
            server = try await ServerProcess()
            if let text { try await server.post(text) }
            folder = try TemporaryFolder()
            screen = try await TerminalScreen(
                "export VISUAL='\(editor)'; exec chat-tui --server http://\(server.address)"
                    + " --room general --control \(folder.path)/control",
                in: folder
            )
            try await screen.row(containing: text ?? " live ")
        }

        /// What a program prints that writes to the socket `s`, and has in `told` what it is told.
        func lines(of script: String, _ words: [String] = []) async throws -> [String] {
            let opening = """
                import json, socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                told = map(json.loads, s.makefile())

                """
            let program = try Subprocess(
                ["python3", "-c", opening + script, folder.path + "/control"] + words
            )
            let said = try await program.output.end()
            #expect(try await program.exit() == .code(0), "\(program.errors.text)")
            return said.split(separator: "\n").map(String.init)
        }
    }

    @Test("A last line that nothing ends is done and answered, and one that is no UTF-8 is refused")
    func lastLine() async throws {
        let client = try await Controlled()
        let script = #"""
            s.sendall(b"#general a\xffb\n#general done")
            s.shutdown(socket.SHUT_WR)
            print(s.makefile().read(), end="")
            """#
        let said = try await client.lines(of: script)
        let results = said.filter { $0.contains(#""type":"result""#) }
        #expect(results.count == 2, "\(said)")
        #expect(results.first?.contains("the line is not UTF-8") == true)
        #expect(results.last == #"{"type":"result","ok":true}"#)
        try await client.screen.row(containing: "alice done")
        #expect(try await client.server.messages().count == 1)
    }

    @Test("While the editor has the terminal, a program at the socket is heard and answered")
    func besideEditor() async throws {
        let client = try await Controlled(editor: #"sh -c "echo up $((6 * 7)); sleep 600""#)
        client.screen.type("", "M-e")
        try await client.screen.row(containing: "up 42")
        let script = #"""
            s.sendall(b"#general said beside it\n")
            print(next(t for t in told if t["type"] == "result")["ok"])
            """#
        #expect(try await client.lines(of: script) == ["True"])
    }

    // Each was answered with "ok" and no word.
    @Test("What a program asks for is told to it: at once, or behind the answer to its order")
    func answers() async throws {
        let client = try await Controlled()
        let script = #"""
            def words(line, kind):
                s.sendall(line.encode() + b"\n")
                return next(t["words"] for t in told if t["type"] == kind and "words" in t)
            print(words("/counts", "result"))
            print(words("/status", "result").splitlines()[0])
            print(words("/names", "notice").splitlines()[0])
            print(words("/exec echo a  b", "result"))
            print(next(t["words"] for t in told if t["type"] == "notice"))
            """#
        let said = try await client.lines(of: script)
        #expect(said.count == 5 && said.first == "nothing is unread", "\(said)")
        #expect(said.dropFirst().first == "Status")
        #expect(said.contains { $0.hasPrefix("In #general: ") })
        #expect(said.suffix(2) == ["running echo a  b", "a b"])
    }

    // Each was answered with "ok", as if it were done.
    @Test("An order that cannot be done is answered with that, also where the machine refuses it")
    func refused() async throws {
        let client = try await Controlled(after: "said")
        let script = #"""
            for line in sys.argv[2:]:
                s.sendall(line.encode() + b"\n")
                print(json.dumps(next(t["ok"] for t in told if t["type"] == "result")))
            """#
        let orders = [
            "/part nosuch", "/room nosuch", "/disconnect", "/connect ftp://x",
            "/log \(client.folder.path)/nosuch/log", "/log \(client.folder.path)/log",
        ]
        let said = try await client.lines(of: script, orders)
        #expect(said == ["false", "false", "false", "false", "false", "true"])
    }
}
