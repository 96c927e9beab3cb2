import Glibc
import Testing

/// SIGTERM and SIGINT: no new work, a farewell to every stream, and an end in time.
@Suite(.timeLimit(.minutes(10))) struct ShutdownTests {
    @Test("Every stream gets a farewell with a cursor", arguments: [SIGTERM, SIGINT])
    func farewell(_ signal: Int32) async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let formats = ["text", "ndjson", "sse", "csv"]
        let readers = try formats.map { format in
            try server.stream("/rooms/general/stream?since=all&format=\(format)")
        }
        for reader in readers { try await reader.output.line(containing: "live") }
        server.process.signal(signal)
        for (format, reader) in zip(formats, readers) {
            let text = try await reader.output.end()
            let lines = text.split(whereSeparator: \.isNewline)
            let bye = lines.last { !$0.isEmpty } ?? ""
            #expect(bye.contains("bye") && bye.contains("shutdown"), "\(format): \(text)")
            #expect(bye.contains(/[a-z0-9]+\.1\b/), "\(format) has no cursor: \(bye)")
            // curl knows that the body is whole.
            #expect(try await reader.exit() == .code(0), "\(format)")
        }
        #expect(try await server.process.exit() == .code(0))
        #expect(server.process.errors.text.contains(" stopped"))
    }

    @Test("Two signals at once are one: streams still get their farewell")
    func twice() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let reader = try server.stream("/rooms/general/stream")
        try await reader.output.line(containing: "# live")
        // Two of one kind may reach a program as one.
        for signal in [SIGTERM, SIGINT] { server.process.signal(signal) }
        try await reader.output.line(containing: "# bye")
        #expect(try await reader.exit() == .code(0))
        #expect(try await server.process.exit() == .code(0))
        #expect(!server.process.errors.text.contains("second time"))
    }

    @Test("Another signal some time later cuts off who has not left")
    func again() async throws {
        let server = try await ServerProcess(["--rate-limit", "0", "--drain-time", "600"])
        let half = try await halfPost(to: server)
        let errors = server.process.errors
        try await FileTests.wait {
            server.process.signal(SIGTERM)
            return errors.text.contains("told a second time to stop")
        }
        // Long before its time to drain is over.
        try await server.process.exit()
        try await half.output.end()
    }

    @Test(
        "A stalled reader, a half-sent post and an endless upload do not hold up the end",
        arguments: [SIGTERM, SIGINT]
    )
    func stalled(_ signal: Int32) async throws {
        let server = try await ServerProcess(
            listen: .ownLoopback,
            ["--rate-limit", "0", "--drain-time", "3"]
        )
        let stalled = try await stalledReader(of: server)
        let half = try await halfPost(to: server)
        // Nothing but the drain time ends this one before hours are over.
        let endless = try await endlessUpload(to: server)
        server.process.signal(signal)
        #expect(try await server.process.exit() == .code(0))
        stalled.signal(SIGKILL)
        endless.signal(SIGKILL)
        try await half.output.end()
        let again = try await server.again()
        #expect(try await again.messages().count == 1000)
    }

    @Test("Streams of rows get their farewell also where a reader of messages does not go")
    func rows() async throws {
        let server = try await ServerProcess(
            listen: .ownLoopback,
            ["--rate-limit", "0", "--drain-time", "10"]
        )
        let stalled = try await stalledReader(of: server)
        let token = try server.operatorToken
        let paths = ["/stats/stream", "/logs/stream", "/audit/stream"]
        let readers = try paths.map { path in
            try server.stream("\(path)?format=ndjson", "-H", "Authorization: Bearer \(token)")
        }
        for reader in readers { try await reader.output.line(containing: #""open""#) }
        server.process.signal(SIGTERM)
        for (path, reader) in zip(paths, readers) {
            let text = try await reader.output.end()
            let bye = text.split(whereSeparator: \.isNewline).last ?? ""
            let isFarewell = bye.contains(#""bye","reason":"shutdown","reconnect":true"#)
            #expect(isFarewell, "\(path): \(bye)")
            #expect(try await reader.exit() == .code(0), "\(path)")
        }
        stalled.signal(SIGKILL)
        #expect(try await server.process.exit() == .code(0))
    }

    @Test("While the server drains, it is not ready and takes nothing new")
    func notReady() async throws {
        let server = try await ServerProcess(["--rate-limit", "0", "--drain-time", "60"])
        let half = try await halfPost(to: server)
        server.process.signal(SIGTERM)
        try await server.process.errors.line(containing: "draining")
        for path in ["/readyz", "/rooms/general/stream", "/rooms/general/messages"] {
            let curl = try Subprocess(["curl", "-qsSi", "-d", "x", server.url(path)])
            let text = try await curl.output.end()
            // Nobody takes the connection (7), or it was still in the listener's queue (52, 56).
            let exit = try await curl.exit()
            let isRefused = [.code(7), .code(52), .code(56)].contains(exit)
            #expect(isRefused || text.contains(" 503 "), "\(path): \(text)")
        }
        half.signal(SIGKILL)
        #expect(try await server.process.exit() == .code(0))
    }

    /// A reader that has stopped, of a room with a thousand messages that are more than fits
    /// between it and the server.
    private func stalledReader(of server: ServerProcess) async throws -> Subprocess {
        let stalled = try server.stream("/rooms/general/stream")
        try await stalled.output.line(containing: "# live")
        stalled.signal(SIGSTOP)
        let filling = String(repeating: "x", count: 10_000)
        try await server.post(lines: (1...1000).map { "\($0) \(filling)" })
        return stalled
    }

    /// A shell with a connection to the server as its descriptor 3.
    private func connection(to server: ServerProcess) throws -> Subprocess {
        let shell = try Subprocess(["bash"])
        shell.write("exec 3<>/dev/tcp/\(server.host)/\(server.port)\n")
        return shell
    }

    /// A post of which the server has the head and half of the body.
    private func halfPost(to server: ServerProcess) async throws -> Subprocess {
        let shell = try connection(to: server)
        let head =
            "POST /rooms/general/messages HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 100\\r\\n"
        shell.write("printf '\(head)Expect: 100-continue\\r\\n\\r\\n' >&3\n")
        // The server asks for the body, so it has begun with the request by then.
        shell.write("read -r asked <&3; printf half >&3; echo sent; cat <&3\n")
        shell.closeInput()
        try await shell.output.line(containing: "sent")
        return shell
    }

    /// Sends a file without an end, quickly enough to be waited for, and leaves it at that.
    private func endlessUpload(to server: ServerProcess) async throws -> Subprocess {
        let shell = try connection(to: server)
        let head = "PUT /rooms/general/files/x HTTP/1.1\\r\\nHost: localhost\\r\\n"
        let fields = "Authorization: Basic YWxpY2U6\\r\\nContent-Length: 90000000\\r\\n\\r\\n"
        shell.write("printf '\(head)\(fields)' >&3\n")
        shell.write("while printf '%0600d' 0 >&3; do sleep 1; done\n")
        shell.closeInput()
        try await FileTests.wait {
            FileTests.stored(server).contains { $0.hasPrefix("files/incoming/") }
        }
        return shell
    }
}
