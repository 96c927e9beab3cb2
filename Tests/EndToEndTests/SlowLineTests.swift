import Glibc
import Testing

/// `chat-tui` at the end of a line that is slow, or stalls: what is typed there is whole.
@Suite(.timeLimit(.minutes(10))) struct SlowLineTests {
    /// How long the rest of a key may take at most, less what a busy machine may add to it.
    private static let pieceLimit = Duration.milliseconds(400)

    private func open(
        _ server: ServerProcess,
        _ environment: [String: String] = [:]
    ) async throws -> TerminalClient {
        let client = try TerminalClient(server, in: try TemporaryFolder(), environment: environment)
        try await client.shows("live")
        return client
    }

    /// Lets the line stall, for a second by the server's word.
    private func stall(_ server: ServerProcess) async throws {
        let stream = try server.stream("/rooms/general/stream?timeout=1s")
        #expect(try await stream.exit() == .code(0))
    }

    /// What was said, once the last of it is in the log; then the client ends.
    private func said(
        _ server: ServerProcess,
        by client: TerminalClient,
        until text: String
    ) async throws -> [String] {
        let reader = try server.stream("/rooms/general/stream?tail=9")
        try await reader.output.line(containing: text)
        client.process.signal(SIGTERM)
        #expect(try await client.process.exit() == .code(128 + SIGTERM))
        #expect(await client.isRestored())
        return try await server.messages()
    }

    private func isAlone(_ text: String, in messages: [String]) -> Bool {
        messages.count == 1 && messages[0].contains(#""text":"\#(text)""#)
            && messages[0].contains(#""user":"alice""#)
    }

    // One lost packet makes such a pause: the lines were sent, and a command among them was done.
    @Test(
        "A paste that stalls is one paste, whatever is set for keys",
        arguments: [
            [:], ["ESCDELAY": "50"], ["SSH_CONNECTION": "a 1 b 2", "ESCDELAY": "2000"],
        ] as [[String: String]]
    )
    func stalledPaste(_ environment: [String: String]) async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let client = try await open(server, environment)
        client.process.write("\u{1b}[200~first line")
        try await stall(server)
        client.process.write("\rsecond line\r/nick mallory\r")
        try await stall(server)
        // Enter, behind the end, sends what was asked about.
        client.process.write("\u{1b}[201~\r")
        let messages = try await said(server, by: client, until: "second line")
        #expect(isAlone(#"first line\nsecond line\n/nick mallory"#, in: messages), "\(messages)")
    }

    @Test("A paste whose end is lost ends by Esc")
    func lostEnd() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let client = try await open(server)
        client.process.write("\u{1b}[200~one\rtwo")
        try await stall(server)
        client.process.write("\u{1b}")
        try await stall(server)
        client.process.write("\r")
        let messages = try await said(server, by: client, until: "two")
        #expect(isAlone(#"one\ntwo"#, in: messages), "\(messages)")
    }

    @Test("Keys, letters and pastes that come byte by byte are whole")
    func bytes() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let client = try await open(server, ["ESCDELAY": "5000"])
        let keys = "é👍\u{1b}[13;2u\u{1b}[200~p\u{1b}[201~\u{1b}OHx"
        var isInTime = false
        // A busy machine may itself be slower than a key can wait for; Ctrl-C empties the line.
        for _ in 0..<10 where !isInTime {
            client.process.write("\u{3}")
            isInTime = try await type(keys, to: client)
        }
        client.process.write("\r")
        let messages = try await said(server, by: client, until: "xp")
        #expect(isAlone(#"é👍\nxp"#, in: messages), "\(messages)")
    }

    /// Types a text, a byte at each tick of a clock.
    ///
    /// - Returns: whether all pauses were short enough.
    private func type(_ text: String, to client: TerminalClient) async throws -> Bool {
        let clock = try Subprocess(["sh", "-c", "while echo tick; do sleep 0.05; done"])
        var isInTime = true
        var last = ContinuousClock.now
        for byte in text.utf8 {
            try await clock.output.line(containing: "tick")
            isInTime = isInTime && last.duration(to: .now) < Self.pieceLimit
            last = .now
            client.terminal.type([byte])
        }
        return isInTime
    }
}
