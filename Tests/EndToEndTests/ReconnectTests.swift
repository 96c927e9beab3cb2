import Testing

/// Readers that nobody here wrote come back after the server was killed, and miss nothing.
@Suite(.timeLimit(.minutes(10))) struct ReconnectTests {
    /// Posts before the crash, and after it before anyone can have come back.
    private func crash(
        _ server: ServerProcess,
        _ reader: Output,
        isShown: (String, Int) -> Bool
    ) async throws -> ServerProcess {
        try await server.post(lines: (1...50).map { "before \($0)" })
        try await reader.line { isShown($0, 50) }
        try await server.crash()
        let second = try await server.again()
        try await second.post(lines: (1...50).map { "after \($0)" })
        return second
    }

    private func seqs(in lines: [Substring]) -> [Int] {
        lines.compactMap { line in
            line.firstMatch(of: /\\?"seq\\?":(\d+)/).flatMap { Int($0.output.1) }
        }
    }

    @Test("Python's httpx-sse has every event once, in order")
    func httpxSSE() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let reader = try Subprocess([
            try Project.python(), Project.client("read_sse.py"),
            server.url("/rooms/general/stream?since=all"), "the end",
        ])
        try await reader.output.line(containing: "connected 200")
        let second = try await crash(server, reader.output) { $0.contains(#""seq":\#($1),"#) }
        try await reader.output.line(containing: "connected 200")
        try await second.post("the end")
        let text = try await reader.output.end()
        #expect(try await reader.exit() == .code(0), "\(reader.errors.text)")
        #expect(text.contains("broken"))
        #expect(seqs(in: text.split(separator: "\n")) == Array(1...101))
    }

    @Test("Chromium's EventSource comes back by itself and has every event once, in order")
    func eventSource() async throws {
        // A port that is still its own when it comes back; the browser reaches no other address.
        let listen = "127.0.0.1:" + (try await Project.freePort())
        let server = try await ServerProcess(listen: listen)
        let browser = try await Browser(at: server.url(""))
        try browser.evaluate(
            """
            const source = new EventSource("/rooms/general/stream?since=all");
            source.onopen = () => report("open");
            source.onerror = () => report("error " + source.readyState);
            source.addEventListener("message", (event) => report(event.data));
            """
        )
        try await browser.reports.line(containing: #""payload":"open""#)
        let second = try await crash(server, browser.reports) { $0.contains(#"\"seq\":\#($1),"#) }
        // 0 is EventSource.CONNECTING: the browser has not given up.
        try await browser.reports.line(containing: #""payload":"error 0""#)
        try await browser.reports.line(containing: #""payload":"open""#)
        try await second.post("the end")
        try await browser.reports.line(containing: #"\"text\":\"the end\""#)
        let shown = browser.reports.text.split(separator: "\0")
            .filter { $0.contains("Runtime.bindingCalled") }
        #expect(seqs(in: shown) == Array(1...101))
    }
}
