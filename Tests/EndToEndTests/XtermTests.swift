import Foundation
import Testing

/// `chat-tui` in xterm, a real terminal beside tmux, looked at as a picture.
@Suite(.timeLimit(.minutes(10))) struct XtermTests {
    /// Whether there is such a terminal, and a screen without a monitor for it.
    static let isInstalled = ["xterm", "Xvfb"].allSatisfy { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    @Test(
        "Emoji, wide letters, links, colours and pictures are where and what they should be",
        .enabled(if: XtermTests.isInstalled, "needs xterm and Xvfb")
    )
    func looks() async throws {
        let server = try await ServerProcess()
        let script = try Subprocess([
            "python3", Project.client("look_at_xterm.py"), try Project.program("chat-tui"),
            "http://\(server.address)",
        ])
        let outcome = try await script.outcome()
        #expect(outcome.exit == .code(0), "\(outcome.output)\(outcome.errors)")
    }
}
