import Foundation
import Glibc
import Testing

/// `chat-tui` on a terminal, against the built server.
@Suite(.timeLimit(.minutes(10))) struct TerminalTests {
    /// Opens `chat-tui` on a terminal; its process's number lies in `$HOME/pid`.
    private func open(
        _ server: ServerProcess,
        options: String = "--room general",
        in folder: TemporaryFolder
    ) async throws -> TerminalScreen {
        try await TerminalScreen(
            """
            stty -a >$HOME/before
            echo "the shell's own line"
            sh -c 'echo $$ >$HOME/pid; exec chat-tui --server http://\(server.address) \(options)'
            echo "left with $?"
            stty -a >$HOME/after
            echo "the end"
            exec cat
            """,
            in: folder
        )
    }

    private func pid(in folder: TemporaryFolder) throws -> pid_t {
        let text = try String(contentsOfFile: folder.path + "/pid", encoding: .utf8)
        return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// What the message pane says, without times and names.
    private func said(_ rows: [String]) -> [String] {
        rows.compactMap { row in
            row.firstMatch(of: /│(?:\d\d:\d\d| +… +).*? (?:alice|bob) (.*)$/)
                .map { $0.output.1.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test("A room that nobody has written to opens empty and without an error")
    func unwrittenRoom() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        let screen = try await open(server, options: "--room fresh", in: folder)
        let rows = try await screen.rows(showing: "an empty room") { rows in
            rows.contains { $0.contains(" live ") }
                && rows.contains { $0.contains("Nothing was said here yet") }
        }
        #expect(!rows.contains { $0.contains("there is no room") })
        screen.type("first")
        let talk = try await screen.rows(showing: "sent") { rows in
            rows.contains { $0.contains(/│\d\d:\d\d +alice first/) }
        }
        #expect(!talk.contains { $0.contains("there is no room") })
    }

    @Test("One joins, types, and sees what oneself and others say")
    func talk() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        let screen = try await open(server, in: folder)
        try await screen.row(containing: " live ")
        screen.type("hello, 世界")
        let row = try await screen.row(containing: "alice hello, 世界")
        #expect(row.contains(/\d\d:\d\d/) || row.contains("…"))
        // It turns from pending to sent: a time takes the place of the sign.
        try await screen.rows(showing: "sent") { rows in
            rows.contains { $0.contains(/│\d\d:\d\d +alice hello, 世界/) }
        }
        try await server.post("hi alice", as: "bob")
        try await screen.row(containing: "bob hi alice")
        try await screen.type("/me waves", showing: "* alice waves")
        screen.type("//not a command")
        try await screen.rows(showing: "all sent") { rows in
            rows.contains { $0.contains(/│\d\d:\d\d +alice \/not a command/) }
        }
        let texts = try await server.messages().compactMap { line in
            line.firstMatch(of: /"text":"([^"]*)"/).map { String($0.output.1) }
        }
        #expect(texts == ["hello, 世界", "hi alice", "waves", "/not a command"])
    }

    // Seen as client C34 and F27: letters with joiners looked otherwise after Ctrl-L.
    @Test("Clusters of every kind look the same when all is drawn again")
    func clusters() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        let screen = try await open(server, in: folder)
        try await screen.row(containing: " live ")
        let texts = [
            "one a\u{200d}\u{308}b end", "x\u{200d}y z", "👩\u{200d}👩\u{200d}👧 family",
            "🇩🇪🏴\u{e0067}\u{e0062} flags", "☁\u{fe0f} ❤ ☎ ｶﾞ ﷺ", "e\u{301}\u{302}\u{200d}w", "last",
        ]
        for text in texts { try await server.post(text, as: "bob") }
        try await screen.row(containing: "bob last")
        screen.type("first", "Space")
        let before = try await screen.rows(showing: "first") { rows in
            rows.contains { $0.hasSuffix("› first") }
        }
        screen.type("", "C-l")
        screen.type("", "C-u")
        screen.type("second", "Space")
        // The terminal takes a large picture in parts.
        try await screen.rows(showing: "second under the same picture") { rows in
            rows.contains { $0.hasSuffix("› second") } && rows.dropLast() == before.dropLast()
        }
    }

    @Test("What is typed while the server is down is sent once, in order, when it is back")
    func outage() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        let screen = try await open(server, in: folder)
        try await screen.row(containing: " live ")
        screen.type("before")
        try await screen.rows(showing: "sent") { $0.contains { $0.contains(/\d\d +alice before/) } }
        try await server.crash()
        try await screen.row(containing: "offline")
        for text in ["one", "two", "three"] { screen.type(text) }
        let waiting = try await screen.row(containing: "alice three")
        #expect(waiting.contains("…"))
        let second = try await server.again()
        try await second.post("meanwhile", as: "bob")
        try await screen.rows(showing: "all sent") { rows in
            ["before", "one", "two", "three"].allSatisfy { text in
                rows.contains { $0.hasSuffix("alice " + text) && $0.contains(/│\d\d:\d\d/) }
            } && rows.contains { $0.contains("bob meanwhile") }
        }
        let texts = try await second.messages().compactMap { line in
            line.firstMatch(of: /"text":"([^"]*)"/).map { String($0.output.1) }
        }
        #expect(texts.filter { $0 != "meanwhile" } == ["before", "one", "two", "three"])
        #expect(texts.count == 5)
        #expect(said(try await screen.rows()) == texts)
    }

    @Test("With no server at start the screen says so, and keeps trying")
    func noServer() async throws {
        let first = try await ServerProcess(listen: .ownLoopback)
        try await first.crash()
        let folder = try TemporaryFolder()
        let screen = try await open(first, in: folder)
        try await screen.row(containing: "chat-server")
        try await screen.row(containing: "offline")
        let second = try await first.again()
        try await second.post("at last", as: "bob")
        try await screen.row(containing: " live ")
        try await screen.row(containing: "bob at last")
    }

    @Test(
        "The terminal is restored on every way out",
        arguments: [("/quit", 0), ("TERM", SIGTERM), ("HUP", SIGHUP), ("INT", SIGINT)]
    )
    func restored(_ way: String, _ signal: Int32) async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        let screen = try await open(server, in: folder)
        try await screen.row(containing: " live ")
        if signal == 0 { screen.type(way) } else { kill(try pid(in: folder), signal) }
        try await screen.row(containing: "the end")
        let rows = try await screen.rows()
        #expect(rows.first == "the shell's own line")
        #expect(rows.contains { $0.hasPrefix("left with ") })
        #expect(!rows.contains { $0.contains("│") || $0.contains(" live ") })
        let before = try String(contentsOfFile: folder.path + "/before", encoding: .utf8)
        let after = try String(contentsOfFile: folder.path + "/after", encoding: .utf8)
        #expect(before == after)
        if signal == 0 { #expect(rows.contains("left with 0")) }
        // What is typed now shows: the echo is on.
        try await screen.type("typed in the open", showing: "typed in the open")
    }

    @Test("Unsent text outlives the client, and is sent by the next one")
    func unsent() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let folder = try TemporaryFolder()
        let screen = try await open(server, in: folder)
        try await screen.row(containing: " live ")
        try await server.crash()
        try await screen.row(containing: "offline")
        try await screen.type("kept for later", showing: "alice kept for later")
        try await FileTests.wait { folder.outbox.contains("kept for later") }
        kill(try pid(in: folder), SIGKILL)
        try await screen.row(containing: "left with ")
        let second = try await server.again()
        let next = try await open(second, in: folder)
        try await next.rows(showing: "sent") { rows in
            rows.contains { $0.contains(/│\d\d:\d\d +alice kept for later/) }
        }
        #expect(try await second.messages().count == 1)
    }
}
