import Testing

/// A certificate that nobody vouches for, trusted by its fingerprint.
@Suite(.timeLimit(.minutes(10))) struct PinTests {
    private func run(
        _ words: [String],
        _ server: ServerProcess,
        in home: TemporaryFolder
    ) async throws -> Subprocess.Outcome {
        let program = try Project.program("chat-tui")
        let process = try Subprocess(
            [program] + words + ["--server", "https://localhost:\(server.port)"],
            environment: ["HOME": home.path, "USER": "alice", "XDG_STATE_HOME": ""]
        )
        return try await process.outcome(after: "a long password\n")
    }

    private func fingerprint(_ certificate: Certificate) async throws -> String {
        let openssl = try Subprocess([
            "openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", certificate.path,
        ])
        let line = try await openssl.output.end()
        return String(line.split(separator: "=").last?.prefix { !$0.isNewline } ?? "")
    }

    @Test("It is refused, then trusted by its fingerprint, and another one is refused with both")
    func pins() async throws {
        let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
        let (own, other) = (try await Certificate(in: first), try await Certificate(in: second))
        // A port that is still its own when it comes back.
        let listen = "127.0.0.1:" + (try await Project.freePort())
        let server = try await ServerProcess(listen: listen, own.options)
        let home = try TemporaryFolder()
        let post = ["--message", "hi"]
        let login = ["login", "--password-stdin"]
        let (known, changed) = (try await fingerprint(own), try await fingerprint(other))
        let unknown = try await run(login, server, in: home)
        #expect(unknown.errors.contains("chat-tui pin"), "\(unknown.errors)")
        let wrong = try await run(["pin", "--fingerprint", changed], server, in: home)
        #expect(wrong.exit == .code(77))
        #expect(wrong.output.contains(known), "\(wrong.output)")
        let right = try await run(["pin", "--fingerprint", known], server, in: home)
        #expect(right.exit == .code(0), "\(right.errors)")
        let posted = try await run(post, server, in: home)
        #expect(posted.exit == .code(0), "\(posted.errors)")
        server.process.signal(15)
        _ = try await server.process.exit()
        let again = try await server.again(other.options)
        let refused = try await run(login, again, in: home)
        #expect(refused.errors.contains(known), "\(refused.errors)")
        #expect(refused.errors.contains(changed), "\(refused.errors)")
        let repinned = try await run(["pin", "--fingerprint", changed], again, in: home)
        #expect(repinned.exit == .code(0))
        #expect(repinned.output.contains("trusted so far: SHA256 \(known)"))
        #expect(try await run(post, again, in: home).exit == .code(0))
    }

    @Test("Where no TLS is spoken there is no certificate, and the words say so")
    func noCertificate() async throws {
        let home = try TemporaryFolder()
        let plain = try await ServerProcess()
        for (address, code, words) in [
            ("http://\(plain.address)", 64, "has no certificate"),
            ("unix:/nosuch", 64, "has no certificate"),
            ("https://\(plain.address)", 76, "is it http://?"),
        ] as [(String, CInt, String)] {
            let program = try Project.program("chat-tui")
            let process = try Subprocess(
                [program, "pin", "--server", address],
                environment: ["HOME": home.path, "XDG_STATE_HOME": ""]
            )
            let told = try await process.outcome()
            #expect(told.exit == .code(code), "\(address): \(told.errors)")
            #expect(told.errors.contains(words), "\(address): \(told.errors)")
        }
    }
}
