import Glibc
import Testing

/// What the programs tell the system's log, beside their own.
@Suite(.timeLimit(.minutes(10)), .enabled(if: geteuid() == 0, "needs root, for a /dev of its own"))
struct SystemLogTests {
    // Seen under systemd: a line each few seconds, for years.
    @Test(
        "The system's log hears nothing of an ordinary user's threads",
        arguments: [
            ["chat-server", "export"], ["chat-tui", "--once", "--tail", "1"],
        ]
    )
    func threads(_ words: [String]) async throws {
        let server = try await ServerProcess()
        try await server.post("hello", in: "general")
        let place = ["--room", "general", "--server", server.url("")]
        let process = try Subprocess(
            ["unshare", "--mount", Project.client("syslog.py"), try Project.program(words[0])]
                + words.dropFirst() + place
        )
        let text = try await process.output.end()
        #expect(text.contains("hello"), "\(text) \(process.errors.text)")
        #expect(text.contains("ended 0"), "\(text) \(process.errors.text)")
        #expect(!text.contains("told "), "\(text)")
    }
}
