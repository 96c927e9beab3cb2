import Foundation
import Testing

@Suite(.timeLimit(.minutes(10))) struct FormatTests {
    @Test("curl sees a room in each format", arguments: Golden.all)
    func golden(_ golden: Golden) async throws {
        let server = try await ServerProcess()
        try await server.post("hello\nof two lines")
        let waves = #"{"text":"waves","kind":"action"}"#
        try await server.call("POST", "/rooms/general/messages", as: "bob:", json: waves)
        let reply = try await server.curl(
            "/rooms/general/stream?since=all&types=message&limit=2&format=\(golden.format)"
        )
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"]?.hasPrefix(golden.type) == true)
        #expect(reply.headers["cache-control"] == "no-store, no-transform")
        #expect(reply.headers["x-accel-buffering"] == "no")
        #expect(reply.headers["x-content-type-options"] == "nosniff")
        #expect(reply.headers["vary"]?.contains("Accept") == true)
        #expect(Golden.masked(reply.body) == golden.body)
    }

    @Test(
        "Accept chooses the format, and curl's own */* means text",
        arguments: [
            ("*/*", "text/plain; charset=utf-8"), ("application/json", "application/x-ndjson"),
            ("text/event-stream", "text/event-stream"), ("text/csv", "text/csv"),
            ("text/html;q=0.9, application/x-ndjson", "application/x-ndjson"),
        ]
    )
    func accept(_ accept: String, _ type: String) async throws {
        let server = try await ServerProcess()
        try await server.post("hello")
        let reply = try await server.curl(
            "/rooms/general/stream?since=all&limit=1",
            "-H",
            "Accept: \(accept)"
        )
        #expect(reply.headers["content-type"]?.hasPrefix(type) == true)
    }

    @Test("A stream's first bytes come at once, and a message as soon as it is said")
    func firstBytes() async throws {
        let server = try await ServerProcess()
        let reader = try server.stream("/rooms/general/stream")
        try await reader.output.line(containing: "# general: ")
        try await server.post("hello")
        try await reader.output.line(containing: " alice: hello")
    }
}
