import Foundation
import Glibc
import Testing

/// One `chat-tui` on two real servers, of which one goes and comes back.
@Suite(.timeLimit(.minutes(10))) struct SeveralServersTests {
    /// Two servers, and a home for the client of both.
    private func servers() async throws -> (ServerProcess, ServerProcess, TemporaryFolder) {
        (
            try await ServerProcess(listen: .ownLoopback),
            try await ServerProcess(listen: .ownLoopback), try TemporaryFolder()
        )
    }

    /// A configuration of the two, `work` as alice and `home` as anna.
    private func configuration(
        _ work: ServerProcess,
        _ home: ServerProcess,
        in folder: TemporaryFolder
    ) throws -> String {
        try folder.file(
            "chat-tui.conf",
            """
            [server work]
            address = http://\(work.address)
            rooms = general
            [server home]
            address = http://\(home.address)
            name = anna
            rooms = general, ops
            """
        )
    }

    @Test("One server that dies leaves the other as it is, and what was typed for it comes later")
    func oneDies() async throws {
        let (work, home, folder) = try await servers()
        let file = try configuration(work, home, in: folder)
        let screen = try await TerminalScreen(
            "exec chat-tui --config \(file) 2>\(folder.path)/err",
            in: folder
        )
        try await screen.row(containing: " live · alice · #general · work")
        try await screen.rows(showing: "both lists") { rows in
            let list = rows.map { $0.prefix { $0 != "│" } }
            return list[1].hasPrefix("work ") && list[2].hasPrefix("›1 general")
                && list[3].hasPrefix("home ") && list[5].hasPrefix(" 3 ops")
                && !list[3].contains("c")
        }
        try await home.post("anna: are you there?", as: "bob", in: "ops")
        try await screen.row(containing: "home: ops 1 @1")
        // Alt-A crosses to the other server.
        try await screen.type("\u{1b}a", "C-l", showing: " live · anna · #ops · home")
        screen.type("yes")
        try await heard("anna: yes", in: "ops", of: home)
        try await home.crash()
        try await screen.row(containing: "offline")
        screen.type("kept for home")
        screen.type("\u{1b}1", "C-l")
        let status = try await screen.row(containing: " live · alice · #general · work")
        #expect(status.contains("offline"))
        screen.type("work goes on")
        try await heard("alice: work goes on", in: "general", of: work)
        let again = try await home.again()
        try await heard("anna: kept for home", in: "ops", of: again)
        try await screen.rows(showing: "home without a word") { rows in
            rows[3].hasPrefix("home ") && !rows[3].contains("line")
        }
        let said = try await again.messages(in: "ops")
        #expect(said.count == 3)
        #expect(said.dropFirst().allSatisfy { $0.contains(#""user":"anna""#) })
        #expect(try await work.messages().allSatisfy { $0.contains(#""user":"alice""#) })
    }

    // What was connected to stayed, and was tried for ever, until the client was left.
    @Test("A server of /connect can be left, and the next one is known as itself")
    func disconnects() async throws {
        let (work, home, folder) = try await servers()
        let screen = try await TerminalScreen(
            "exec chat-tui --server http://\(work.address) --name alice --room general",
            in: folder
        )
        try await screen.row(containing: " live ")
        try await screen.type("/connect http://127.0.0.1:1", showing: "offline")
        screen.type("for nobody")
        try await screen.type("/disconnect", showing: " is left; 1 not sent yet")
        let place = " live · alice · #general · \(home.address)"
        try await screen.type("/connect http://\(home.address)", showing: place)
        screen.type("for home")
        try await heard("alice: for home", in: "general", of: home)
        #expect(try await work.messages().isEmpty)
        screen.type("/quit")
    }

    @Test("Two servers have the same two threads, and each keeps its own draft over a restart")
    func threadsAndDrafts() async throws {
        let (work, home, folder) = try await servers()
        let arguments = [
            try Project.program("chat-tui"), "--name", "alice", "--server",
            "http://\(work.address)", "--server", "http://\(home.address)",
        ]
        func open() throws -> (PseudoTerminal, Subprocess) {
            let terminal = try PseudoTerminal()
            let variables = [
                "HOME": folder.path, "XDG_STATE_HOME": "", "TERM": "xterm-256color", "TMUX": "",
                "XDG_CONFIG_HOME": "",
            ]
            let process = try Subprocess(arguments, environment: variables, on: terminal)
            return (terminal, process)
        }
        let (terminal, client) = try open()
        try await client.output.passage("live")
        // Letters that no other text has in their place: the screen is told what changes alone.
        client.write("XYXY")
        try await client.output.passage("XYXY")
        client.write("\u{1b}2QZQZ")
        try await client.output.passage("QZQZ")
        let tasks = "/proc/\(client.pid)/task"
        #expect(try FileManager.default.contentsOfDirectory(atPath: tasks).count == 2)
        client.signal(SIGTERM)
        #expect(try await client.exit() == .code(128 + SIGTERM))
        let (other, next) = try open()
        try await next.output.passage("XYXY")
        next.write("\u{1b}2")
        try await next.output.passage("QZQZ")
        next.write("\u{15}/quit\r")
        #expect(try await next.exit() == .code(0))
        withExtendedLifetime((terminal, other)) {}
    }

    @Test("A pipe speaks to the first, or to the one that is named, and refuses to choose")
    func pipes() async throws {
        let (work, home, folder) = try await servers()
        let file = try configuration(work, home, in: folder)
        func run(_ options: String...) async throws -> (Subprocess.Exit, String) {
            let client = try Subprocess(
                [try Project.program("chat-tui"), "--config", file] + options,
                environment: ["HOME": folder.path, "USER": "alice", "CHAT_NAME": ""]
            )
            client.closeInput()
            return (try await client.exit(), client.errors.text)
        }
        #expect(try await run("--message", "to the first").0 == .code(0))
        #expect(try await run("--message", "to home", "--server", "home").0 == .code(0))
        #expect(try await work.messages().count == 1)
        let said = try await home.messages()
        #expect(said.count == 1 && said[0].contains(#""user":"anna""#))
        let (exit, words) = try await run("--server", "home", "--server", "work", "--message", "x")
        #expect(exit == .code(64))
        #expect(words.contains("--server: only the screen speaks to several servers"))
        let twice = try await run("--server", "home", "--server", "home", "--message", "x")
        #expect(twice.0 == .code(64) && twice.1.contains("named twice for anna"))
        let unknown = try await run("--server", "moon base", "--message", "x")
        #expect(unknown.0 == .code(64) && unknown.1.contains("--server moon base: "))
        try "[server a]\n\naddress = ftp://x\n".write(
            toFile: file,
            atomically: true,
            encoding: .utf8
        )
        let faulty = try await run("--message", "x")
        #expect(faulty.0 == .code(64) && faulty.1.contains("chat-tui.conf:3: address = ftp://x"))
    }

    /// Waits until something is in a room's log.
    private func heard(_ text: String, in room: String, of server: ServerProcess) async throws {
        let reader = try server.stream("/rooms/\(room)/stream?tail=9")
        try await reader.output.line(containing: text)
    }
}
