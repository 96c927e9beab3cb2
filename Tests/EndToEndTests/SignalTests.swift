import Foundation
import Glibc
import Testing

/// What an operator tells a server by signals, and what it says when it does not start.
@Suite(.timeLimit(.minutes(10))) struct SignalTests {
    // Seen as running F1: SIGHUP ended the server and cut every stream.
    @Test("SIGHUP ends no stream, with TLS or without")
    func hangUp() async throws {
        let server = try await ServerProcess()
        let reader = try server.stream("/rooms/general/stream?format=ndjson")
        try await reader.output.line(containing: "\"live\"")
        server.process.signal(SIGHUP)
        try await server.process.errors.line(containing: "settings were read again")
        try await server.post("still here")
        try await reader.output.line(containing: "still here")
        server.process.signal(SIGTERM)
        try await reader.output.line(containing: "\"bye\"")
        #expect(try await server.process.exit() == .code(0))
    }

    @Test("SIGHUP reads the settings again: what can change does, and a bad file changes nothing")
    func settings() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("server.yaml", "message-limit: 1000\nlog-level: info\n")
        let server = try await ServerProcess(in: folder, ["--config", file])
        let errors = server.process.errors
        #expect(try await status(of: "a longer text", server) == 201)
        _ = try folder.file("server.yaml", "message-limit: 4\nauth: accounts\nrate-limit: 7\n")
        server.process.signal(SIGHUP)
        let changed = try await errors.line(containing: "settings were read again")
        #expect(changed.contains("changed=rate-limit,message-limit"), "\(changed)")
        let waiting = try await errors.line(containing: "from the next start on")
        #expect(waiting.contains("settings=auth"), "\(waiting)")
        #expect(try await status(of: "a longer text", server) == 413)
        _ = try folder.file("server.yaml", "message-limit: 1000\nrate-limit: quick\n")
        server.process.signal(SIGHUP)
        let refusal = try await errors.line(containing: "settings stay as they were")
        #expect(refusal.contains("server.yaml:2: rate-limit"), "\(refusal)")
        #expect(try await status(of: "a longer text", server) == 413)
        _ = try folder.file("server.yaml", "disk-floor: 1000000G\nlog-level: debug\n")
        server.process.signal(SIGHUP)
        try await errors.line(containing: "disk-floor")
        #expect(try await status(of: "a longer text", server) == 507)
        let reader = try server.stream("/rooms/general/stream?format=ndjson")
        try await reader.output.line(containing: "\"open\"")
        reader.signal(SIGTERM)
        try await errors.line(containing: "a stream ended end=clientGone")
    }

    /// Starts a server that reads its settings from its input.
    private func configuredByPipe(in folder: TemporaryFolder) throws -> Subprocess {
        try Subprocess([
            try Project.program("chat-server"), "--config", "/dev/stdin", "--data",
            folder.path + "/data", "--listen", "127.0.0.1:0",
        ])
    }

    private func status(of text: String, _ server: ServerProcess) async throws -> Int? {
        let curl = try Subprocess([
            "curl", "-qsi", "-d", text, server.url("/rooms/general/messages"),
        ])
        return Reply(try await curl.output.end())?.status
    }

    @Test("Settings that came by a pipe stay, and do not fall back to what is usual")
    func piped() async throws {
        let folder = try TemporaryFolder()
        let server = try configuredByPipe(in: folder)
        server.write("message-limit: 4\n")
        server.closeInput()
        try await server.errors.line(containing: "listening")
        server.signal(SIGHUP)
        let words = try await server.errors.line(containing: "settings stay as they were")
        #expect(words.contains("a pipe cannot be read again"), "\(words)")
    }

    // Seen as: SIGHUP in the first moments of a start ended the process.
    @Test("SIGHUP before the settings are read ends no server")
    func early() async throws {
        let folder = try TemporaryFolder()
        let server = try configuredByPipe(in: folder)
        // More than a pipe holds: once it is written, the server has begun to read its settings.
        server.write("#" + String(repeating: "-", count: 200_000) + "\n")
        server.signal(SIGHUP)
        server.write("drain-time: 1\n")
        server.closeInput()
        try await server.errors.line(containing: "listening")
        try await server.stops()
    }

    @Test("A server that is told to stop before it has opened anything ends well")
    func stopped() async throws {
        let folder = try TemporaryFolder()
        for number in [SIGTERM, SIGINT] {
            let server = try configuredByPipe(in: folder)
            server.write("#" + String(repeating: "-", count: 200_000) + "\n")
            server.signal(number)
            #expect(try await server.exit() == .code(0))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
    }

    // Seen as running F1: a certificate was read again by a restart alone.
    @Test("SIGHUP reads the certificate again, and a pair that does not fit leaves the old one")
    func certificate() async throws {
        let folder = try TemporaryFolder()
        let old = try await Certificate(in: folder)
        let other = try TemporaryFolder()
        _ = try await Certificate(in: other)
        let before = try folder.text("certificate.pem")
        let server = try await ServerProcess(in: folder, old.options)
        let after = try other.text("certificate.pem")
        _ = try folder.file("certificate.pem", after)
        server.process.signal(SIGHUP)
        let refusal = try await server.process.errors.line(containing: "stays as it was")
        #expect(refusal.contains("key.pem"), "\(refusal)")
        #expect(try await isTrusted(before, server, folder))
        _ = try folder.file("key.pem", try other.text("key.pem"))
        server.process.signal(SIGHUP)
        try await server.process.errors.line(containing: "certificate was read again")
        #expect(try await isTrusted(after, server, folder))
        #expect(try await !isTrusted(before, server, folder))
    }

    // Seen as: the same reading told that the old pair stays, and that it had changed.
    @Test("A pair that cannot be used is not among what has changed")
    func unusable() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        func settings(key: String, rate: Int) -> String {
            "tls-certificate: \(certificate.path)\ntls-key: \(key)\nrate-limit: \(rate)\n"
        }
        let file = try folder.file("server.yaml", settings(key: folder.path + "/key.pem", rate: 6))
        let server = try await ServerProcess(in: folder, ["--config", file])
        _ = try folder.file("server.yaml", settings(key: folder.path + "/none.pem", rate: 7))
        server.process.signal(SIGHUP)
        let errors = server.process.errors
        try await errors.line(containing: "certificate stays as it was")
        let changed = try await errors.line(containing: "settings were read again")
        #expect(changed.contains("changed=rate-limit"), "\(changed)")
        #expect(!changed.contains("tls-"), "\(changed)")
    }

    private func isTrusted(
        _ certificate: String,
        _ server: ServerProcess,
        _ folder: TemporaryFolder
    ) async throws -> Bool {
        let file = try folder.file("trusted.pem", certificate)
        let curl = try Subprocess([
            "curl", "-qs", "--cacert", file, "https://\(server.address)/healthz",
        ])
        return try await curl.output.end() == "ok\n"
    }

    // Seen as running F31: a second signal was ignored while the server waited for a client.
    @Test("A second SIGTERM ends a server that waits for a client")
    func second() async throws {
        let server = try await ServerProcess(["--drain-time", "600"])
        let shell = try Subprocess(["bash"])
        let head =
            "POST /rooms/a/messages HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 9\\r\\n"
        shell.write("exec 3<>/dev/tcp/127.0.0.1/\(server.port); printf '\(head)' >&3\n")
        shell.write("printf 'Expect: 100-continue\\r\\n\\r\\n' >&3; head -1 <&3; cat <&3\n")
        try await shell.output.line(containing: "100 Continue")
        server.process.signal(SIGTERM)
        try await server.process.errors.line(containing: "draining")
        try await server.process.stops()
    }

    // Seen as running F29: what cannot be listened on was told in names of the library.
    @Test(
        "What cannot be listened on is told in plain words",
        arguments: [
            ("unix:FOLDER/file", "a file is there that is not a socket"),
            ("unix:FOLDER", "a file is there that is not a socket"),
            ("nohost.invalid:0", "there is no such host"),
        ]
    )
    func listening(address: String, words: String) async throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("file", "kept")
        let server = try Subprocess([
            try Project.program("chat-server"), "--auth", "open", "--data", folder.path + "/data",
            "--listen", address.replacingOccurrences(of: "FOLDER", with: folder.path),
        ])
        #expect(try await server.exit() == .code(1))
        #expect(server.errors.text.contains(words), "\(server.errors.text)")
        #expect(try folder.text("file") == "kept")
    }

    @Test("A port alone is every address of both families")
    func everyAddress() async throws {
        let server = try await ServerProcess(listen: ":0", ["--auth", "open"])
        for host in ["127.0.0.1", "[::1]", "localhost"] {
            let curl = try Subprocess(["curl", "-qsS", "http://\(host):\(server.port)/healthz"])
            #expect(try await curl.output.end() == "ok\n", "\(host): \(curl.errors.text)")
        }
    }
}
