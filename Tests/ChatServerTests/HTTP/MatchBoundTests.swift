import HTTPTypes
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
            try await server.say("a")
            for path in Self.paths {
                let long = String(repeating: "a", count: limit + 1)
                let refused = try await server.ask("GET", "\(path)?match=\(long)", as: nil)
                #expect(refused.status == 400, "\(path)")
                for part in [
                    #""code":"bad_parameter""#, #""limit":\#(limit),"#,
                    #""value":\#(limit + 1),"#, #""configKey":"match-limit""#,
                ] { #expect(refused.text.contains(part), "\(path): \(refused.text)") }
                _ = try await server.text(of: "\(path)?match=\(long.dropLast())&timeout=1ms")
            }
        }
    }
}
