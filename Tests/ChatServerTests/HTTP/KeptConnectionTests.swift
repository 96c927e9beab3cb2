import HTTPTypes
import TestConnections
import Testing

@testable import ChatServer

/// What becomes of a connection behind each answer.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct KeptConnectionTests {
    private static let formats = ["text", "ndjson", "sse", "csv"]

    /// Every address that can be read, and each that answers with rows in every format.
    private static let targets: [String] =
        APIOperations.all.filter { $0.method == .get && $0.path != "/logs/stream" }.flatMap {
            operation in
            let path = operation.path.replacing("{room}", with: "a").replacing("{seq}", with: "1")
                .replacing("{sha256}", with: "0").replacing("{file}", with: "x")
                .replacing("{upload}", with: "x")
            let end = operation.query(
                of: ["q": "x", "limit": "1", "tail": "1", "timeout": "1s", "every": "1"]
            )
            let types = operation.successes.flatMap { $0.body?.types ?? [] }
            return types.contains("application/x-ndjson")
                ? formats.map { "\(path)?format=\($0)&\(end)" } : ["\(path)?\(end)"]
        }

    // Seen as S34: answers could be kept by caches between.
    // Seen as S36 and client F1: connections were closed behind rows and streams, and it was not
    // said.
    @Test("An answer keeps its connection for the next request, or says that it closes")
    func everyRoute() async throws {
        try #require(Self.targets.count > 25)
        try await TestServer.run { server in
            try await server.say("x")
            for target in Self.targets {
                try await RawConnection.open(port: server.port) { client in
                    let request = "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    try await client.send(request)
                    let first = try await client.wholeAnswer()
                    #expect(
                        first.fields["cache-control"]?.contains("no-store") == true,
                        "\(target)"
                    )
                    if first.fields["connection"]?.lowercased() == "close" {
                        #expect(try await client.readToEnd().isEmpty, "\(target)")
                    } else {
                        try await client.send(request)
                        let second = try await client.wholeAnswer()
                        #expect(first.status == second.status, "\(target)")
                    }
                }
            }
        }
    }

    // Seen as S36: posts behind an answer of rows were done and never answered.
    @Test("Requests behind an answer of rows are answered in their order")
    func pipelined() async throws {
        try await TestServer.wired { _, client in
            let post = RawConnection.post("/rooms/a/messages", "x")
            let rows = "GET /rooms/a/events?format=ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n"
            try await client.send(post + rows + post + rows)
            #expect(try await client.wholeAnswer().status == 201)
            #expect(try await client.wholeAnswer().body.contains(#""seq":1"#))
            #expect(try await client.wholeAnswer().status == 201)
            let last = try await client.wholeAnswer()
            #expect(last.body.contains(#""seq":2"#) && last.body.contains(#""seq":1"#))
        }
    }

    @Test("A reader of rows that goes leaves nothing behind")
    func leaving() async throws {
        try await TestServer.run { server in
            try await TestConnection.open(server) { poster in
                let text = String(repeating: "x", count: 16_000)
                for _ in 1...200 { try await poster.post(text) }
            }
            for _ in 1...20 {
                try await RawConnection.open(port: server.port, pieceBytes: 1024) { client in
                    try await client.send("GET /rooms/a/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    _ = try await client.head()
                    try await client.reset()
                }
            }
            // Its stop waits for every request that is still being answered.
        }
    }
}
