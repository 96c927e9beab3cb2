import Glibc
import Testing

/// One curl that posts what is typed and prints what is said.
@Suite(.timeLimit(.minutes(10))) struct TwoWayTests {
    @Test("Each line is posted as it is typed, and the stream ends with the input")
    func bothWays() async throws {
        let server = try await ServerProcess()
        let alice = try server.stream("/rooms/general/stream", "-T", ".", "-u", "alice:")
        try await alice.output.line(containing: "# live")
        alice.write("hello\n")
        try await alice.output.line(containing: " alice: hello")
        try await server.post("hi alice", as: "bob")
        try await alice.output.line(containing: " bob: hi alice")
        alice.write("two\nthree\nand no newline")
        alice.closeInput()
        let text = try await alice.output.end()
        #expect(text.split(separator: "\n").last?.hasPrefix("# bye: input_ended") == true)
        #expect(try await alice.exit() == .code(0))
        let said = try await server.messages()
        #expect(said.count == 5)
        #expect(said.last?.contains("and no newline") == true)
        for line in ["two", "three", "and no newline"] { #expect(text.contains("alice: " + line)) }
    }

    @Test("A line that cannot be posted is answered in the stream, and the stream goes on")
    func badLine() async throws {
        let server = try await ServerProcess()
        let file = try server.folder.file(
            "bad.txt",
            bytes: Array("before\n".utf8) + [0xff, 0xfe, 0x0a] + Array("after\n".utf8)
        )
        let reply = try await server.curl(
            "/rooms/general/stream?format=ndjson",
            "-u",
            "alice:",
            "-T",
            file
        )
        #expect(reply.body.contains(#""code":"not_utf8""#))
        let said = try await server.messages()
        #expect(said.count == 2)
        #expect(said.last?.contains(#""text":"after""#) == true)
    }

    @Test("A client that vanishes in the middle of a line posts nothing of it")
    func vanish() async throws {
        let server = try await ServerProcess()
        let alice = try server.stream(
            "/rooms/general/stream?types=presence",
            "-T",
            ".",
            "-u",
            "alice:"
        )
        try await alice.output.line(containing: "# live")
        let bob = try server.stream("/rooms/general/stream?format=ndjson&types=message")
        try await bob.output.line(containing: #""type":"live""#)
        alice.write("whole\nhal")
        try await bob.output.line(containing: #""text":"whole""#)
        alice.signal(SIGKILL)
        try await alice.exit()
        try await server.post("later", as: "carol")
        try await bob.output.line(containing: #""text":"later""#)
        #expect(try await server.messages().count == 2)
    }

    @Test("A stalled reader slows no one, and gets everything in order when it goes on")
    func stalled() async throws {
        let server = try await ServerProcess()
        let stalled = try server.stream("/rooms/general/stream?format=ndjson&types=message")
        let other = try server.stream("/rooms/general/stream?format=ndjson&types=message")
        try await stalled.output.line(containing: #""type":"live""#)
        try await other.output.line(containing: #""type":"live""#)
        stalled.signal(SIGSTOP)
        // 12 MB: more than the sockets on both sides hold.
        let count = 1200
        let filling = String(repeating: "x", count: 10_000)
        try await server.post(lines: (1...count).map { "\($0) \(filling)" })
        let seqs = try await other.output.lines(count) { $0.contains(#""type":"message""#) }
        #expect(stalled.output.count < 12_000_000 / 2)
        stalled.signal(SIGCONT)
        let late = try await stalled.output.lines(count) { $0.contains(#""type":"message""#) }
        #expect(late == seqs)
        #expect(zip(late, 1...count).allSatisfy { $0.contains(#""seq":\#($1),"#) })
    }
}
