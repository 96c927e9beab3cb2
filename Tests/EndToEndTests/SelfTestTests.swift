import Foundation
import Testing

/// The self-test, for a few seconds.
@Suite(.timeLimit(.minutes(3))) struct SelfTestTests {
    @Test("A server keeps what it promises, killed, stopped and paused")
    func sound() async throws {
        let folder = try TemporaryFolder()
        let test = try Subprocess([
            try Project.program("chat-server"), "selftest", "--seconds", "6", "--seed", "7",
            "--folder", folder.path,
        ])
        let text = try await test.output.end(within: .seconds(90))
        #expect(try await test.exit() == .code(0), "\(text)\(test.errors.text)")
        for rule in ["durable", "numbers", "once", "readers", "text", "exports", "pages", "unread"]
        {
            #expect(text.contains("ok     \(rule):"), "\(text)")
        }
        #expect(text.contains(/kills [1-9]/), "\(text)")
        #expect(text.contains(/messages [1-9]\d\d/), "\(text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
