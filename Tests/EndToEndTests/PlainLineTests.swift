import Foundation
import Glibc
import Testing

/// Lines for `chat-tui --plain` that are no messages.
@Suite(.timeLimit(.minutes(10))) struct PlainLineTests {
    @Test("/plain goes on in lines: in the room that shows, under the name that one has")
    func fromScreen() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let rooms = "--room general --room random"
        let screen = try await TerminalScreen(
            "exec chat-tui --server http://\(server.address) \(rooms)",
            in: folder
        )
        try await screen.row(containing: " live ")
        screen.type("/nick carol")
        try await screen.type("/room random", showing: " live · carol · #random")
        try await screen.type("/plain", showing: "Connected as carol.")
        try await screen.row(containing: "You are in #random.")
        // That of the screen has ended: nobody would read it.
        var page = ""
        while !page.contains("\nburble_streams 1\n") {
            page = try await server.curl("/metrics").body
        }
        try await server.post("hi", as: "bob", in: "random")
        try await screen.row(containing: "bob: hi")
        let stream = try server.stream("/rooms/random/stream")
        screen.type("hello")
        try await stream.output.line(containing: "carol: hello")
        try await screen.type("/plain", showing: "these are lines already")
    }

    // It went on in lines, and nothing was left of the signal.
    @Test("A signal to end that comes together with /plain ends the client")
    func signalled() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let client = "exec chat-tui --server http://\(server.address) --room general"
        let script = "sh -c 'echo $$ >$HOME/pid; \(client)'; echo \"ended with $?\"; cat"
        let screen = try await TerminalScreen(script, in: folder)
        try await screen.row(containing: " live ")
        let text = try String(contentsOfFile: folder.path + "/pid", encoding: .utf8)
        let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        // What comes while it is stopped comes to it in one turn.
        kill(pid, SIGSTOP)
        screen.type("/plain")
        // Once tmux has answered twice, what was typed before is there.
        for _ in 1...2 { try await screen.keepPane() }
        kill(pid, SIGTERM)
        kill(pid, SIGCONT)
        try await screen.row(containing: "ended with 143")
    }

    @Test("A line that is too long or no UTF-8 is refused whole, and the next ones are sent")
    func refuses() async throws {
        let server = try await ServerProcess()
        // The control bytes say nothing: cut off at a message's bytes, the rest would fit.
        let line = #"""
            { printf 'before\na\377b\n'
              printf '\001\002'; head -c 20000 /dev/zero | tr '\0' x; echo
              printf 'after\nlast'; } | "$0" --server "$1" --name alice --plain --room general
            """#
        let client = try Subprocess(
            ["sh", "-c", line, try Project.program("chat-tui"), "http://\(server.address)"],
            environment: ["HOME": server.folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""]
        )
        let said = try await client.output.end()
        #expect(try await client.exit() == .code(65), "\(client.errors.text)")
        #expect(client.errors.text.contains("2 lines were not posted"))
        #expect(said.contains("Not sent: the line is not UTF-8."))
        #expect(said.contains("Not sent: the line is longer than the "))
        let messages = try await server.messages()
        #expect(messages.count == 3, "\(messages)")
        for text in ["before", "after", "last"] {
            #expect(messages.contains { $0.contains(#""text":"\#(text)""#) }, "\(text)")
        }
    }
}
