import Foundation
import Glibc
import Testing

/// What a terminal goes through with `chat-tui`, byte for byte; after each the terminal is as it
/// was, and what was typed is kept.
@Suite(.timeLimit(.minutes(10))) struct TerminalLifeTests {
    private func open(
        _ server: ServerProcess,
        in folder: TemporaryFolder,
        type: String = "xterm-256color",
        _ options: String...
    ) throws -> TerminalClient {
        try TerminalClient(server, in: folder, options, environment: ["TERM": type])
    }

    /// A client that is in the room of a server, and its home.
    private func live() async throws -> (ServerProcess, TemporaryFolder, TerminalClient) {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        let client = try open(server, in: folder)
        try await client.shows("live")
        return (server, folder, client)
    }

    /// Waits until a message is in the log.
    private func log(_ server: ServerProcess, has text: String) async throws {
        let stream = "http://\(server.address)/rooms/general/stream?tail=9"
        let reader = try Subprocess(["curl", "-sN", stream])
        try await reader.output.line(containing: text)
    }

    @Test(
        "Every way out restores the terminal, with the mouse taken and a paste in the line",
        arguments: [0, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGSEGV, SIGABRT]
    )
    func waysOut(_ signal: Int32) async throws {
        let (server, folder, client) = try await live()
        #expect(client.terminal.state != client.before)
        client.process.write("\u{1b}m")
        try await client.shows("[?1006h")
        client.paste("half a thought")
        try await client.shows("half a thought")
        if signal == 0 {
            client.process.write("\u{15}/quit\r")
        } else {
            client.process.signal(signal)
        }
        let exit = try await client.process.exit()
        #expect(
            await client.isRestored(),
            "\(client.process.output.text.suffix(200).debugDescription)"
        )
        switch signal {
        case 0: #expect(exit == .code(0))
        case SIGILL, SIGSEGV, SIGABRT: #expect(exit == .signal(signal))
        default:
            #expect(exit == .code(128 + signal))
            // The next start has the unsent words again.
            let next = try open(server, in: folder)
            try await next.shows("half a thought")
            next.process.signal(SIGTERM)
            try await next.process.exit()
        }
    }

    @Test(
        "Where the terminal tells of modifiers, Shift-Enter is a line, and Ctrl-C is no interrupt"
    )
    func keyboard() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let client = try open(server, in: try TemporaryFolder())
        try await client.shows("[>5u")
        try await client.shows("live")
        client.process.write("one\u{1b}[13;2utwo\u{1b}[109;5u")
        try await log(server, has: "one")
        let said = try await server.messages()
        #expect(said.contains { $0.contains(#""text":"one\ntwo""#) })
        client.process.write("\u{1b}[99;5u\u{1b}[100;5u")
        #expect(try await client.process.exit() == .code(0))
        #expect(await client.isRestored())
    }

    @Test("A client in a room has two threads: the screen's, and the network's")
    func threads() async throws {
        let (server, _, client) = try await live()
        client.process.write("hello\r")
        try await log(server, has: "alice: hello")
        let tasks = "/proc/\(client.process.pid)/task"
        // A thread that something was done on ends a while later. The time limit ends this.
        while try FileManager.default.contentsOfDirectory(atPath: tasks).count != 2 {
            _ = try await server.messages()
        }
        client.process.signal(SIGTERM)
        try await client.process.exit()
    }

    @Test("A trap loses no message that was sent while no server was there")
    func trap() async throws {
        let (server, folder, client) = try await live()
        try await server.crash()
        try await client.shows("offline")
        client.paste("kept through a trap")
        client.process.write("\r")
        // The line that is typed shows the same words, and is not what is kept.
        try await FileTests.wait { folder.outbox.contains("kept through a trap") }
        client.process.signal(SIGILL)
        #expect(try await client.process.exit() == .signal(SIGILL))
        #expect(await client.isRestored())
        let second = try await server.again()
        let next = try open(second, in: folder)
        try await log(second, has: "alice: kept through a trap")
        next.process.signal(SIGTERM)
        try await next.process.exit()
        #expect(try await second.messages().count == 1)
    }

    @Test("Stopped it gives the terminal back, and continued it takes it again with its line")
    func suspend() async throws {
        let (_, _, client) = try await live()
        client.paste("before the stop")
        try await client.shows("before the stop")
        client.process.write("\u{1a}")
        try await client.shows("[?1049l")
        // It stops a moment later, and a signal to go on before that would be lost.
        try await FileTests.wait { isStopped(client.process.pid) }
        client.process.signal(SIGCONT)
        try await client.shows("[?1049h")
        try await client.shows("before the stop")
        #expect(client.terminal.state != client.before)
        client.process.signal(SIGTERM)
        try await client.process.exit()
        #expect(await client.isRestored())
    }

    /// Source: proc(5): the state is the first letter behind the program's name.
    private func isStopped(_ pid: pid_t) -> Bool {
        // A process that is gone has no file, and is not stopped.
        let text = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
        return text.split(separator: ")").last?.hasPrefix(" T") ?? false
    }

    @Test("The bare text leaves the screen unwrapped, and Enter comes back to it")
    func bare() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let long = String(repeating: "word ", count: 40) + "end"
        try await server.post(long, as: "bob")
        let client = try open(server, in: try TemporaryFolder())
        try await client.shows("live")
        #expect(await client.process.output.becomes { $0.contains("end") })
        client.process.write("/bare\r")
        try await client.shows("[?1049l")
        try await client.shows("bob: \(long)")
        client.process.write("\n")
        try await client.shows("[?1049h")
        client.process.write("/quit\r")
        #expect(try await client.process.exit() == .code(0))
        #expect(await client.isRestored())
    }

    // Seen as client C31: sizes of a few cells, and many in a row.
    @Test("Fifty sizes in a row end in a whole picture, and change nothing that was typed")
    func storm() async throws {
        let (server, _, client) = try await live()
        client.paste("typed in a storm")
        try await client.shows("typed in a storm")
        for step in 1...50 {
            let (columns, rows) = (1 + step * 37 % 200, 1 + step * 17 % 60)
            client.terminal.resize(columns: columns, rows: rows)
            client.process.signal(SIGWINCH)
        }
        client.terminal.resize(columns: 90, rows: 25)
        client.process.signal(SIGWINCH)
        try await client.shows("typed in a storm")
        client.process.write("\r")
        try await log(server, has: "alice: typed in a storm")
        client.process.signal(SIGTERM)
        try await client.process.exit()
        #expect(await client.isRestored())
    }

    @Test("A flood is drawn as pictures, not line by line, and the line stays as it is")
    func flood() async throws {
        let (server, _, client) = try await live()
        client.paste("typed before")
        try await client.shows("typed before")
        let before = client.process.output.count
        client.process.signal(SIGSTOP)
        try await server.post(lines: (1...5_000).map { "flood \($0)" } + ["ZZZZ"], as: "bob")
        let began = ContinuousClock.now
        client.process.signal(SIGCONT)
        try await client.shows("ZZZZ")
        let time = began.duration(to: .now)
        // A picture for each line would be five thousand of 170 bytes or more. There is one in
        // eight milliseconds at the most, so more of them where a busy machine takes long for all.
        let drawn = client.process.output.count - before
        #expect(drawn < 500_000 || time > .seconds(4), "\(drawn) bytes in \(time)")
        client.process.write("\r")
        try await log(server, has: "alice: typed before")
        client.process.signal(SIGTERM)
        try await client.process.exit()
        #expect(await client.isRestored())
    }

    @Test("The terminal's answer about its ground is no typed text, and chooses the colours")
    func ground() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello", as: "bob")
        let folder = try TemporaryFolder()
        let client = try open(server, in: folder)
        try await client.shows("]11;?")
        try await client.shows("live")
        client.process.write("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\\u{1b}[?62;22c")
        // Bob's name in a colour of the light ground, whichever it is.
        let light = [
            18, 23, 24, 25, 26, 27, 53, 54, 56, 61, 62, 89, 90, 92, 94, 97, 98, 125, 126, 128, 130,
            162,
        ]
        let isLight = await client.process.output.becomes { text in
            light.contains { text.contains("38;5;\($0)mbob") }
        }
        #expect(isLight)
        client.process.write("/quit\r")
        #expect(try await client.process.exit() == .code(0))
        #expect(!client.process.output.text.contains("62;22c"))
        #expect(client.terminal.unread == 0)
        #expect(await client.isRestored())
    }

    @Test(
        "An answer that comes while one leaves is not left for the shell; none is waited for long"
    )
    func lateAnswer() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        var left = -1
        // On a busy machine the answer may come later than a client waits.
        for _ in 0..<10 where left != 0 {
            let client = try open(server, in: folder)
            try await client.shows("]11;?")
            client.process.write("/quit\r")
            try await client.shows("[?2004l")
            client.process.write("\u{1b}]11;rgb:0000/0000/0000\u{1b}\\\u{1b}[?62;22c")
            #expect(try await client.process.exit() == .code(0))
            left = client.terminal.unread
        }
        #expect(left == 0)
        let silent = try open(server, in: folder)
        try await silent.shows("]11;?")
        silent.process.write("/quit\r")
        #expect(try await silent.process.exit() == .code(0))
    }

    @Test("A console without windows is told nothing that it could not understand")
    func console() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("alice https://example.org/", as: "bob")
        let folder = try TemporaryFolder()
        let client = try open(server, in: folder, type: "linux")
        try await client.shows("live")
        client.process.signal(SIGTERM)
        try await client.process.exit()
        let text = client.process.output.text
        #expect(!text.contains("\u{1b}]") && !text.contains("?2026") && !text.contains("22;2t"))
        #expect(await client.isRestored())
    }

    // Seen as client F11 and C30: a terminal without an entry got lines in place of a screen,
    // without a word.
    @Test("A terminal that the system does not know is drawn on as the usual one, and told so")
    func unknownTerminal() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let client = try open(server, in: folder, type: "xterm-nonesuch")
        try await client.shows("xterm-nonesuch")
        try await client.shows("live")
        client.process.signal(SIGTERM)
        try await client.process.exit()
        #expect(client.process.output.text.contains("\u{1b}[?1049h"))
        #expect(await client.isRestored())
    }

    @Test("In lines it moves no cursor, says in words what happens, and sends what is typed")
    func plain() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        let client = try open(server, in: folder, "--plain")
        try await client.shows("Connected as alice.")
        client.process.write("from the line\n/names\n")
        try await client.shows("In #general")
        let reader = try Subprocess(
            ["curl", "-sN", "http://\(server.address)/rooms/general/stream?tail=9"]
        )
        try await reader.output.line(containing: "alice: from the line")
        try await server.post("hi alice", as: "bob")
        try await client.shows("bob calls you: hi alice")
        client.process.write("/quit\n")
        #expect(try await client.process.exit() == .code(0))
        #expect(!client.process.output.text.contains("\u{1b}"))
        #expect(client.terminal.state == client.before)
    }
}
