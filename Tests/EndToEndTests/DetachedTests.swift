import Testing

/// `chat-tui` where nobody looks: what is said then is not read.
@Suite(.timeLimit(.minutes(10))) struct DetachedTests {
    private func unread(_ server: ServerProcess) async throws -> String {
        let rooms = try await server.curl("/rooms", "-u", "alice:").body
        return rooms.firstMatch(of: /"unread":(\d+)/).map { String($0.output.1) } ?? rooms
    }

    /// A client in tmux that has said something, in a pane whose rows are looked at from now on.
    private func open(_ server: ServerProcess) async throws -> (TerminalScreen, pane: String) {
        let screen = try await TerminalScreen(
            "exec chat-tui --server http://\(server.address) --room general",
            in: try TemporaryFolder()
        )
        try await screen.row(containing: " live ")
        screen.type("hello")
        try await screen.rows(showing: "sent") { rows in
            rows.contains { $0.contains(/│\d\d:\d\d +alice hello/) }
        }
        return (screen, try await screen.keepPane())
    }

    /// Has somebody called, and sees it unread; then it is read once the client is seen again.
    private func calls(
        _ server: ServerProcess,
        _ screen: TerminalScreen,
        back command: String
    ) async throws {
        // tmux has done by then what it was told.
        _ = try await screen.rows()
        try await server.post("alice: are you there?", as: "bob")
        try await screen.row(containing: " 1 new ")
        #expect(try await unread(server) == "1")
        let reader = try server.stream("/stream?rooms=general&format=ndjson", "-u", "alice:")
        try await reader.output.line(containing: #""type":"open""#)
        screen.command(command)
        // It is asked for again within five seconds.
        try await reader.output.line(containing: #""type":"read""#)
        #expect(try await unread(server) == "0")
    }

    // Seen as client F13 and C29: what came into a detached session counted as read.
    @Test("In tmux, what comes while another window shows is unread until one comes back")
    func otherWindow() async throws {
        let server = try await ServerProcess()
        let (screen, pane) = try await open(server)
        screen.command("new-window cat")
        try await calls(server, screen, back: "select-window -t \(pane)")
    }

    // tmux tells of its terminal's coming and going without `focus-events` too.
    @Test("In tmux, that is so also once its terminal was away and came back")
    func reattached() async throws {
        let server = try await ServerProcess()
        let (screen, pane) = try await open(server)
        for command in [
            "new-session -d -s other cat", "switch-client -t other", "switch-client -l",
            "new-window cat",
        ] { screen.command(command) }
        try await calls(server, screen, back: "select-window -t \(pane)")
    }

    @Test("In tmux, what comes while another pane of the window is zoomed is unread")
    func zoomed() async throws {
        let server = try await ServerProcess()
        let (screen, pane) = try await open(server)
        screen.command("split-window cat")
        screen.command("resize-pane -Z")
        try await calls(server, screen, back: "resize-pane -Z -t \(pane)")
    }
}
