import Foundation
import Glibc
import Testing

/// Programs that take part in what `chat-tui` does, files that it keeps, and settings.
@Suite(.timeLimit(.minutes(10))) struct ProgramTests {
    private func open(
        _ server: ServerProcess,
        _ options: String = "",
        in folder: TemporaryFolder
    ) async throws -> TerminalScreen {
        try await TerminalScreen(
            """
            export XDG_CONFIG_HOME=$HOME/.config
            exec chat-tui --server http://\(server.address) --room general \(options)
            """,
            in: folder
        )
    }

    private func hook(_ name: String, _ text: String, in folder: TemporaryFolder) async throws {
        try await folder.program(".config/burble/hooks/\(name)", text)
    }

    @Test("A hook gets events and says lines; what is none is told, and the line is left alone")
    func hooks() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let pong = try String(
            contentsOf: URL(fileURLWithPath: Project.root + "/contrib/hooks/pong"),
            encoding: .utf8
        )
        try await hook("pong", pong, in: folder)
        try await hook("noise", "#!/bin/sh\nread hello; echo nonsense; cat >/dev/null", in: folder)
        try await hook("off.bak", "#!/bin/sh\nread hello; echo /quit", in: folder)
        let screen = try await open(server, in: folder)
        try await screen.row(containing: "noise: neither /COMMAND nor #ROOM LINE: nonsense")
        try await screen.row(containing: " live ")
        try await screen.type("my draft", "Left", showing: "my draft")
        try await server.post("!ping", as: "bob")
        try await screen.row(containing: "alice bob: pong")
        #expect(try await screen.rows().contains { $0.contains("› my draft") })
    }

    @Test(
        "A hook of contrib heeds nothing that was said before, and no word of others as one's own",
        arguments: [
            ("pong", "#general ben: pong\n"), ("mentions", "1 #general ben: !ping, Ann.\n"),
            ("auto-away", "/away since 0.02 minutes\n"),
        ]
    )
    func contributed(name: String, done: String) async throws {
        let folder = try TemporaryFolder()
        // Two that were said before, one to a longer name, one to ann, one to all; others' words go
        // on until the hook does something.
        let lines = """
            {"type":"hello","version":1,"servers":[{"server":"h","name":"ann"}]}
            {"type":"open"}
            {"type":"message","user":"ben","room":"general","text":"!ping","at":"0","seq":1}
            {"type":"message","user":"ben","room":"general","text":"ann: old","at":"0","seq":2}
            {"type":"live"}
            {"type":"message","user":"ben","room":"general","text":"ann-li, joann","at":"0","seq":3}
            {"type":"message","user":"ben","room":"general","text":"!ping, Ann.","at":"1","seq":4}
            {"type":"message","user":"ben","room":"general","text":"!ping","at":"2","seq":5}
            """
        _ = try folder.file("said", lines + "\n")
        // Nothing is to show on the desktop of whoever runs the tests.
        try await folder.program("notify-send", "#!/bin/sh\n")
        let more = #"{"type":"message","user":"ben","room":"general","text":"x","at":"3","seq":6}"#
        let hook = try Subprocess(
            [
                "sh", "-c",
                """
                cd "$XDG_STATE_HOME"
                acted() { [ -s out ] || [ -s burble/mentions ]; }
                (cat said; for i in $(seq 60); do acted || { sleep 0.2; echo '\(more)'; }; done) |
                    PATH=$PWD:$PATH "$1" >out
                cat out burble/mentions 2>/dev/null || true
                """,
                "sh", "\(Project.root)/contrib/hooks/\(name)",
            ],
            environment: ["XDG_STATE_HOME": folder.path, "BURBLE_AWAY_MINUTES": "0.02"]
        )
        let outcome = try await hook.outcome()
        #expect(outcome.output == done)
        #expect(outcome.errors == "")
    }

    // The list of what waits came with /back, and took what was typed on.
    @Test("A hook that says /back takes nothing of what is typed meanwhile")
    func back() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let hook = "\(Project.root)/contrib/hooks/auto-away"
        let away = "#!/bin/sh\nBURBLE_AWAY_MINUTES=0.05 exec python3 '\(hook)'"
        try await self.hook("auto-away", away, in: folder)
        let screen = try await open(server, "--room random", in: folder)
        try await screen.row(containing: "away: since 0.05 minutes")
        try await server.post("alice: look", as: "bob", in: "random")
        try await screen.row(containing: "random 1 @1")
        screen.type("hello again")
        try await screen.rows(showing: "end of being away") { rows in
            rows.contains { $0.contains("alice hello again") }
                && !rows.contains { $0.contains("away: since") }
        }
        try await screen.type("and the next message", showing: "alice and the next message")
        #expect(try await !screen.rows().contains { $0.contains("Unread in all rooms") })
    }

    @Test(
        "A hook that ends badly is told of, and none outlives the client, whatever it ignores",
        arguments: [
            "echo $$ >$HOME/pid; exec cat >/dev/null",
            "trap '' TERM HUP INT; echo $$ >$HOME/pid; while :; do sleep 0.1; done",
            // The hook ends, and what it started does not.
            """
            sh -c 'trap "" TERM HUP INT; echo $$ >$HOME/pid; while :; do sleep 0.1; done' &
            wait
            """,
        ]
    )
    func hookEnds(stay: String) async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let bad = "#!/bin/sh\nuntil [ -s $HOME/pid ]; do sleep 0.1; done\nexit 3"
        try await hook("bad", bad, in: folder)
        try await hook("stays", "#!/bin/sh\n\(stay)", in: folder)
        let screen = try await open(server, in: folder)
        try await screen.row(containing: "the hook bad ended with 3")
        let text = try String(contentsOfFile: folder.path + "/pid", encoding: .utf8)
        let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        // The number becomes another process's only when this one is gone.
        let end = try Subprocess(["tail", "--pid", "\(pid)", "-f", "/dev/null"])
        screen.type("/quit")
        #expect(try await end.exit() == .code(0))
    }

    @Test("At the control socket, programs get events and answers, and the socket is the owner's")
    func control() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let path = folder.path + "/control"
        let screen = try await open(server, "--control \(path)", in: folder)
        try await screen.row(containing: " live ")
        #expect(
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                == 0o600
        )
        let script = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1])
            s.sendall(b"#general from outside\\n/fly\\n")
            for line in s.makefile():
                print(line, end="", flush=True)
            """
        let client = try Subprocess(["python3", "-c", script, path])
        try await client.output.line(containing: #""type":"hello""#)
        try await client.output.line(containing: #"{"type":"result","ok":true}"#)
        let refusal = try await client.output.line(containing: #""ok":false"#)
        #expect(refusal.contains("there is no command /fly"))
        let event = try await client.output.line(containing: #""type":"message""#)
        #expect(event.contains(#""user":"alice","text":"from outside""#))
        let second = try Subprocess(
            [try Project.program("chat-tui"), "--control", path, "--message", "x"]
        )
        #expect(try await second.exit() == .code(64))
        screen.type("/quit")
        #expect(try await client.exit() == .code(0))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("What is said is kept in a file of the room and day, once, also over a restart")
    func logs() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let client = "chat-tui --server http://\(server.address) --room general"
        let home = "export XDG_CONFIG_HOME=$HOME/.config"
        let screen = try await TerminalScreen(
            "\(home)\n\(client)\necho 'the shell'\nread line\nexec \(client)",
            in: folder
        )
        try await screen.row(containing: " live ")
        try await screen.type("/set log on", showing: "log = on, also in")
        try await server.post("one\ntwo", as: "bob")
        try await screen.row(containing: "bob one")
        screen.type("/quit")
        // Until then the client still reads the terminal.
        try await screen.row(containing: "the shell")
        try await server.post("while away", as: "bob")
        try await screen.type("", showing: "while away")
        screen.type("hello")
        try await screen.rows(showing: "sent") { rows in
            rows.contains { $0.contains(/│\d\d:\d\d +alice hello/) }
        }
        try await screen.type(
            "/exec ls -l $HOME/.local/state/burble/logs/*/",
            showing: "-rw------- "
        )
        // A line is in its file when the pages before it have come.
        let files = "$HOME/.local/state/burble/logs/*/general_*.log"
        screen.type("/exec until grep -q hello \(files); do sleep 0.1; done; cat \(files)")
        let rows = try await screen.rows(showing: "the log") { rows in
            rows.contains { $0.contains("alice: hello") }
        }
        let said = rows.compactMap { row in
            row.firstMatch(of: /\d\d:\d\d:\d\d (\[\d\] .*?) *$/).map { String($0.output.1) }
        }
        #expect(
            said == ["[1] bob: one", "[1] bob: two", "[2] bob: while away", "[3] alice: hello"]
        )
    }

    @Test("A dictionary marks a word, and one that is not there is told of once")
    func spelling() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let ispell = """
            #!/bin/sh
            echo "@(#) International Ispell"
            while read -r word; do
              case $word in ^helo) echo "& helo 2 1: hello, halo" ;; *) echo "*" ;; esac
              echo
            done
            """
        try await folder.program("bin/hunspell", ispell)
        let screen = try await TerminalScreen(
            "PATH=$HOME/bin:$PATH exec chat-tui --server http://\(server.address) --room general",
            in: folder
        )
        try await screen.row(containing: " live ")
        try await screen.type("/set spelling auto", showing: "spelling = auto")
        try await screen.type("helo there", "Home", showing: "› helo there")
        try await screen.type("\u{1b}f", "Tab", showing: "› hello there")
    }
}
