import Foundation
import Glibc
import Testing

/// Traces, from the program's command line to a collector.
@Suite(.timeLimit(.minutes(10))) struct TraceTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let parent = "b7ad6b7169203331"

    /// Starts a collector; its port is told.
    private func collector(_ options: String...) async throws -> (process: Subprocess, port: String)
    {
        let process = try Subprocess(["python3", Project.client("take_traces.py")] + options)
        let line = try await process.output.line(containing: "port ")
        return (process, String(line.dropFirst("port ".count)))
    }

    /// Posts as a part of a trace, ends the server, and takes what the collector was sent.
    private func spans(of server: ServerProcess, _ collector: Subprocess) async throws -> [String] {
        let field = "traceparent: 00-\(Self.trace)-\(Self.parent)-01"
        try await server.curl("/rooms/a/messages", "-H", field, "-d", "hello")
        // Both have come before it ends, which waits for a collector for three seconds alone.
        for _ in 1...2 { try await collector.output.line(containing: "span \(Self.trace)") }
        try await server.process.stops()
        collector.signal(SIGTERM)
        _ = try await collector.exit()
        return try await collector.output.end().split(separator: "\n").map(String.init)
    }

    @Test("A post is found in a collector, under the trace that it came with")
    func post() async throws {
        let (collector, port) = try await collector()
        let server = try await ServerProcess(["--traces", "http://127.0.0.1:\(port)"])
        let lines = try await spans(of: server, collector)
        #expect(lines.contains("service burble"))
        let spans = lines.filter { $0.hasPrefix("span ") }.map { $0.split(separator: " ") }
        let name = "POST_/rooms/{room}/messages"
        let request = try #require(spans.first { $0[5] == name }, "\(lines)")
        #expect(request[1] == Self.trace && request[3] == Self.parent)
        #expect(request[4] == "2" && request[6] == "201")
        let commit = try #require(spans.first { $0[5] == "commit" }, "\(lines)")
        #expect(commit[1] == Self.trace && commit[3] == request[2])
        #expect(!server.process.errors.text.contains("collector takes no"))
    }

    @Test("The variables that all programs share are heard, and TLS by an authority of one's own")
    func variables() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let (collector, port) = try await collector(certificate.path, certificate.key)
        let server = try await ServerProcess(
            environment: [
                "OTEL_EXPORTER_OTLP_ENDPOINT": "https://localhost:\(port)/",
                "OTEL_EXPORTER_OTLP_CERTIFICATE": certificate.path,
                "OTEL_SERVICE_NAME": "chat", "OTEL_TRACES_SAMPLER_ARG": "0",
            ]
        )
        // Of no trace, and none is begun.
        try await server.curl("/rooms")
        let lines = try await spans(of: server, collector)
        #expect(lines.contains("service chat"), "\(server.process.errors.text)")
        // What was sent once more, since its answer came late, counts once.
        #expect(Set(lines.filter { $0.hasPrefix("span ") }).count == 2, "\(lines)")
    }

    @Test("A collector that is not trusted, or not there, costs the server nothing but its spans")
    func away() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let (collector, port) = try await collector(certificate.path, certificate.key)
        for url in ["https://localhost:\(port)", "http://127.0.0.1:1"] {
            let server = try await ServerProcess(["--traces", url])
            #expect(try await server.post("hello").status == 201)
            let page = try await server.curl("/metrics").body
            #expect(page.contains("burble_spans_exported_total 0"))
            try await server.process.stops()
            try await server.process.errors.line(containing: "spans were left")
        }
        collector.signal(SIGKILL)
        _ = try await collector.exit()
        #expect(!(try await collector.output.end()).contains("span "))
    }

    @Test(
        "What is no collector's address is refused in words",
        arguments: [
            ("traces", "ftp://h"), ("traces", "h:4318"), ("traces", "http://"),
            ("traces", "http:///v1/traces"), ("traces", "http://ann:word@h"),
            ("traces", "http://h/?key=word"), ("traces", "http://h:0"), ("traces", "http://h:x"),
            ("traces", "http://h/#word"), ("traces", "http://[::1"), ("trace-share", "2"),
            ("trace-share", "-0.1"), ("trace-share", "nan"), ("trace-share", "half"),
        ]
    )
    func refused(key: String, value: String) async throws {
        let folder = try TemporaryFolder()
        let process = try Subprocess([
            try Project.program("chat-server"), "--data", folder.path, "--\(key)=\(value)",
        ])
        #expect(try await process.exit() == .code(64))
        let words = try await process.errors.end()
        #expect(words.hasPrefix("chat-server: \(key): "), "\(words)")
        #expect(!words.contains("ann:word"), "\(words)")
    }
}
