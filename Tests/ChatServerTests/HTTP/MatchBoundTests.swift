import HTTPTypes
import NIOHTTP1
import Testing

@testable import ChatServer

/// The text that `match` looks for in every event.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MatchBoundTests {
    private static let paths: [String] = APIOperations.all
        .filter { operation in
            operation.method == .get && operation.path != "/logs/stream"
                && operation.parameters.contains { $0.name == "match" }
        }
        .map { $0.path.replacing("{room}", with: "a") }

    // Seen as S4: a long text to look for, in long messages, held up everybody.
    @Test("A text that is too long is looked for nowhere, and one at the bound is")
    func bound() async throws {
        try #require(Self.paths.count > 3)
        try await TestServer.run { server in
            let limit = server.services.limits.matchBytes
            try await TestConnection.open(server) { client in
                _ = try await client.ask(.POST, "/rooms/a/messages", as: "ann", body: [0x61])
            }
            for path in Self.paths {
                let long = String(repeating: "a", count: limit + 1)
                let refused = try await get(server, "\(path)?match=\(long)")
                #expect(refused.status == .badRequest, "\(path)")
                for part in [
                    #""code":"bad_parameter""#, #""limit":\#(limit),"#,
                    #""value":\#(limit + 1),"#, #""configKey":"match-limit""#,
                ] { #expect(refused.text.contains(part), "\(path): \(refused.text)") }
                let fits = try await get(server, "\(path)?match=\(long.dropLast())&timeout=1ms")
                #expect(fits.status == .ok, "\(path): \(fits.text)")
            }
        }
    }

    private func get(
        _ server: TestServer,
        _ path: String
    ) async throws -> (status: HTTPResponseStatus, text: String) {
        try await TestConnection.open(server) { client in
            let answer = try await client.ask(.GET, path)
            return (answer.head.status, String(decoding: answer.body, as: UTF8.self))
        }
    }
}
