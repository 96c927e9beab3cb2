import Testing

/// `chat-tui` in scripts, where something answers that is no Burble server.
@Suite(.timeLimit(.minutes(10))) struct StrangerPipeTests {
    private func client(_ server: String, _ options: String...) throws -> Subprocess {
        let folder = try TemporaryFolder()
        return try Subprocess(
            [
                try Project.program("chat-tui"), "--server", "http://\(server)", "--name", "alice",
                "--room", "general",
            ] + options,
            environment: ["HOME": folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""]
        )
    }

    /// What a hotel's portal answers, a program of some other kind, and a proxy that lets nobody
    /// through.
    private static let pages = [
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nhello\n",
        "HTTP/1.1 201 Created\r\nX-Request-Id: 7\r\nContent-Type: application/json\r\n"
            + "Content-Length: 9\r\n\r\n{\"id\":1}\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
    ]

    // Any answer of 2xx acknowledged a message, and any of 4xx refused it for good.
    @Test("posts nothing there, says so, and ends with 76", arguments: pages)
    func posts(page: String) async throws {
        let stranger = try await FixedServer(answering: page)
        let message = try client(stranger.address, "--message", "hi")
        let pipe = try client(stranger.address)
        pipe.write("hi\nthere\n")
        for client in [message, pipe] {
            client.closeInput()
            let exit = try await client.exit()
            #expect(exit == .code(76), "\(client.errors.text)")
            let told = client.errors.text
            #expect(told.contains("does not answer as a Burble server does"), "\(told)")
        }
    }
}
