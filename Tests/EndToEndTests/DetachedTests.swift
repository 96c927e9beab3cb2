import Testing

/// `chat-tui` where nobody looks: what is said then is not read.
@Suite(.timeLimit(.minutes(10))) struct DetachedTests {
    private func unread(_ server: ServerProcess) async throws -> String {
        let rooms = try await server.curl("/rooms", "-u", "alice:").body
        return rooms.firstMatch(of: /"unread":(\d+)/).map { String($0.output.1) } ?? rooms
    }

    // Seen as client F13 and C29: what came into a detached session counted as read.
    @Test("In tmux, what comes while another window shows is unread until one comes back")
    func otherWindow() async throws {
        let server = try await ServerProcess()
        let screen = try await TerminalScreen(
            "exec chat-tui --server http://\(server.address) --room general",
            in: try TemporaryFolder()
        )
        try await screen.row(containing: " live ")
        screen.type("hello")
        try await screen.rows(showing: "sent") { rows in
            rows.contains { $0.contains(/│\d\d:\d\d +alice hello/) }
        }
        let window = try await screen.keepWindow()
        screen.command("new-window cat")
        try await server.post("alice: are you there?", as: "bob")
        try await screen.row(containing: " 1 new ")
        #expect(try await unread(server) == "1")
        let reader = try server.stream("/stream?rooms=general&format=ndjson", "-u", "alice:")
        try await reader.output.line(containing: #""type":"open""#)
        screen.command("select-window -t \(window)")
        // It is asked for again within five seconds.
        try await reader.output.line(containing: #""type":"read""#)
        #expect(try await unread(server) == "0")
    }
}
