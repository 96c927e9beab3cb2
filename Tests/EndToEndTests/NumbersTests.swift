import Foundation
import Glibc
import Testing

/// The server's numbers, as Prometheus and people read them.
@Suite(.timeLimit(.minutes(10))) struct NumbersTests {
    // Seen as running, the metrics: nothing told which build it was.
    @Test("Prometheus' own parser reads the metrics in both formats", arguments: [false, true])
    func prometheus(isOpenMetrics: Bool) async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        for text in ["one", "two", "three"] { try await server.post(text) }
        // Posts are answered on the event loop, these by the router and before both.
        _ = try await server.curl("/nothing")
        _ = try await server.curl("/rooms", "-H", "Host: elsewhere.example")
        let accept = isOpenMetrics ? "application/openmetrics-text" : "*/*"
        var reply = try await server.curl("/metrics", "-H", "Accept: \(accept)")
        // That the others have gone may be seen later than that this one has come.
        while !reply.body.contains("burble_connections 1\n") {
            reply = try await server.curl("/metrics", "-H", "Accept: \(accept)")
        }
        let kind = isOpenMetrics ? ["openmetrics"] : []
        let parser = try Subprocess(
            [try Project.python(), Project.client("read_metrics.py")] + kind
        )
        parser.write(reply.body)
        parser.closeInput()
        let lines = Set(try await parser.output.end().split(separator: "\n").map(String.init))
        #expect(try await parser.exit() == .code(0), "\(parser.errors.text)")
        #expect(lines.contains("burble_messages_total 3"))
        #expect(lines.contains("burble_post_duration_seconds_count 3"))
        #expect(lines.contains("burble_connections 1"))
        for name in ["received", "sent"] {
            // Three posts and three requests, each of more than a hundred bytes.
            let line = lines.first { $0.hasPrefix("burble_\(name)_bytes_total ") }
            #expect((line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0) > 600, "\(lines)")
        }
        #expect(lines.contains("burble_answers_total status=201 3"))
        #expect(lines.contains("burble_answers_total status=404 1"))
        #expect(lines.contains("burble_answers_total status=421 1"))
        #expect(lines.contains("burble_commit_duration_seconds_bucket le=+Inf 3"))
        #expect(lines.contains { $0.hasPrefix("burble_commit_turn_seconds_bucket le=0.0001 ") })
        #expect(lines.contains { $0.hasPrefix("burble_loop_stall_seconds_bucket le=0.0001 ") })
        #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
    }

    @Test("curl follows the operator's log, and sees what the server says of itself at its end")
    func log() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let token = try String(
            contentsOfFile: server.folder.path + "/operator.token",
            encoding: .utf8
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        let reader = try server.stream("/logs/stream", "-H", "Authorization: Bearer \(token)")
        try await reader.output.line(containing: "listening address=")
        server.process.signal(SIGTERM)
        try await reader.output.line(containing: "draining streams=0")
        try await reader.output.line(containing: "# bye: shutdown")
        #expect(try await reader.exit() == .code(0))
        #expect(!reader.output.text.contains(token))
    }

    @Test("top shows the numbers through a crash, and leaves the terminal as it was")
    func top() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello", in: "busy")
        let folder = try TemporaryFolder()
        let screen = try await TerminalScreen(
            """
            stty -a >$HOME/before
            chat-server top --server http://\(server.address)
            echo "left with $?"
            stty -a >$HOME/after
            echo "the end"
            exec cat
            """,
            in: folder
        )
        try await screen.row(containing: "1  busy")
        try await screen.row(containing: "q leaves")
        try await server.crash()
        try await screen.row(containing: "trying again")
        let second = try await server.again()
        try await screen.row(containing: "q leaves")
        try await screen.type("", "q", showing: "the end")
        let rows = try await screen.rows(showing: "the exit code") { rows in
            rows.contains { $0.contains("left with 0") }
        }
        #expect(!rows.contains { $0.contains("deliveries") })
        let modes = try ["before", "after"].map { name in
            try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
        }
        #expect(modes[0] == modes[1] && !modes[0].isEmpty)
        withExtendedLifetime(second) {}
    }

    @Test("Without a terminal top is a line a row, and once is once")
    func lines() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let program = try Project.program("chat-server")
        let url = "http://\(server.address)"
        let once = try Subprocess([program, "top", "--once", "--server", url])
        #expect(try await once.output.end().contains("\nmembers    0 here, 0 rooms\n"))
        #expect(try await once.exit() == .code(0))
        let lines = try Subprocess([program, "top", "--server", url])
        for _ in 0..<2 { try await lines.output.line(containing: " streams, 0 members, 0 rooms; ") }
        lines.signal(SIGTERM)
        try await lines.exit()
        try await server.crash()
        let none = try Subprocess([program, "top", "--once", "--server", url])
        #expect(try await none.exit() == .code(69))
        #expect(none.errors.text.contains("no server is reached at \(url)"))
    }
}
