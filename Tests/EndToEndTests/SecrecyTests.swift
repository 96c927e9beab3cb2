import Testing

/// What lets anybody in, and where it must not be found.
@Suite(.timeLimit(.minutes(10))) struct SecrecyTests {
    @Test("No credential is in the data folder or in the log, wherever it was sent")
    func leaks() async throws {
        let folder = try TemporaryFolder()
        let client = try Subprocess([
            "python3", Project.client("leak_secrets.py"),
            try Project.program("chat-server"), folder.path,
        ])
        let found = try await client.output.end(within: .seconds(540))
        #expect(found == "nothing\n", "\(found) \(client.errors.text)")
        #expect(try await client.exit() == .code(0))
    }
}
