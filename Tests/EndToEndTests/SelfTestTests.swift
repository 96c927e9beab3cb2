import Foundation
import Testing

/// The self-test, for a few seconds.
@Suite(.timeLimit(.minutes(10))) struct SelfTestTests {
    @Test("A server keeps what it promises, killed, stopped and paused")
    func sound() async throws {
        let folder = try TemporaryFolder()
        var text = ""
        func isMuch() -> Bool {
            text.contains(/kills [1-9]/) && text.contains(/messages [1-9]\d\d/)
        }
        // A busy machine may need longer for enough of them.
        for seconds in ["6", "60"] where !isMuch() {
            let test = try Subprocess([
                try Project.program("chat-server"), "selftest", "--seconds", seconds, "--seed",
                "7", "--folder", folder.path,
            ])
            text = try await test.output.end()
            #expect(try await test.exit() == .code(0), "\(text)\(test.errors.text)")
            for rule in [
                "durable", "numbers", "once", "readers", "text", "exports", "pages", "unread",
            ] {
                #expect(text.contains("ok     \(rule):"), "\(text)")
            }
        }
        #expect(isMuch(), "\(text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    // A server of trials wrote into the database that the operator's settings name.
    @Test("The server that is tried has none of the operator's settings")
    func alone() async throws {
        let test = try Subprocess(
            [
                try Project.program("chat-server"), "selftest", "--seconds", "1", "--seed", "7",
                "--publishers", "1",
            ],
            environment: [
                "CHAT_DATABASE": "postgres://127.0.0.1:1/none", "CHAT_CONFIG": "/none.yaml",
                "CHAT_RATE_LIMIT": "x",
            ]
        )
        let text = try await test.output.end()
        #expect(try await test.exit() == .code(0), "\(text)\(test.errors.text)")
    }

    /// Tries a server that runs, for a second.
    private func check(
        _ url: String,
        _ words: [String] = [],
        environment: [String: String] = [:]
    ) async throws {
        let test = try Subprocess(
            [
                try Project.program("chat-server"), "selftest", "--seconds", "1", "--seed", "7",
                "--publishers", "1", "--server", url,
            ] + words,
            environment: environment
        )
        let text = try await test.output.end()
        #expect(try await test.exit() == .code(0), "\(text)\(test.errors.text)")
    }

    // The settings were not looked at: neither token nor certificate was found.
    @Test("The token and the certificate of a server that runs are those of the settings")
    func running() async throws {
        let server = try await ServerProcess()
        try await check(server.url(""), environment: ["CHAT_DATA": server.folder.path])
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let secure = try await ServerProcess(in: folder, certificate.options)
        try await check(
            "https://localhost:\(secure.port)",
            ["--data", folder.path, "--tls-certificate", certificate.path]
        )
    }
}
