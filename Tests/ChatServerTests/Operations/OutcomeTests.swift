import ChatProtocol
import Testing

@testable import ChatServer
@testable import ChatStore

/// What a client is told where the log fails while something is being done.
@Suite(.serialized, .timeLimit(.minutes(10))) struct OutcomeTests {
    private static let requests: [(method: String, path: String, body: String)] = [
        ("POST", "/rooms/a/messages", #"{"text":"x"}"#),
        ("POST", "/rooms/new/messages", #"{"text":"x"}"#),
        ("PATCH", "/rooms/a/messages/1", #"{"text":"x"}"#),
        ("DELETE", "/rooms/a/messages/1", ""),
        ("PUT", "/rooms/a/messages/1/reactions/%F0%9F%91%8D", ""),
        ("PUT", "/rooms/a/read", #"{"seq":1}"#),
        ("PUT", "/rooms/a", #"{"topic":"tea"}"#),
        ("PUT", "/rooms/a/members/ann", "{}"),
        ("PUT", "/rooms/a/files/x.txt", "a file"),
    ]

    @Test(
        "It may have been done, or nothing was: the code says which",
        arguments: [
            (StoreError.outcomeUnknown("a test"), "outcome_unknown"),
            (.unreachable("a test"), "storage_unavailable"),
            (.unavailable("a test"), "storage_unavailable"),
        ]
    )
    func codes(failure: StoreError, code: String) async throws {
        try await PeerServers.run { servers in
            let server = servers.first
            try await server.say("hello")
            for request in Self.requests {
                servers.database.failWrites(with: failure)
                let answer = try await server.ask(request.method, request.path, request.body)
                #expect(answer.status == 503, "\(request.path): \(answer.text)")
                // A file has its own place beside the log, and is there before anything is posted.
                let expected = request.path.contains("/files/") ? "files_unavailable" : code
                #expect(answer.field("code") == expected, "\(request.path)")
                #expect(answer.text.contains("retryAfter"))
                let saysNothing = answer.text.contains("nothing was ")
                #expect(saysNothing == (expected != "outcome_unknown"))
                servers.database.failWrites(with: nil)
            }
            let token = try server.operatorToken()
            servers.database.failWrites(with: failure)
            let rows = "at,user,text\n2026-01-01T00:00:00Z,ann,hello\n"
            let imported = try await server.ask(
                "POST",
                "/rooms/a/import",
                rows,
                type: "text/csv",
                as: nil,
                headers: [("Authorization", "Bearer \(token)")]
            )
            #expect(imported.text.contains("\"code\":\"\(code)\""), "\(imported.text)")
        }
    }

    @Test("Whoever asked for nothing to be posted is not told that nothing was")
    func words() async throws {
        try await PeerServers.run { servers in
            let server = servers.first
            try await server.say("hello")
            let token = ("Authorization", "Bearer \(try server.operatorToken())")
            servers.database.fail(with: .unreachable("the test says so"))
            let requests: [(String, String, String?)] = [
                ("GET", "/rooms/nowhere", nil), ("GET", "/rooms/nowhere/messages", nil),
                ("GET", "/nodes", nil), ("PUT", "/rooms/a", "{}"), ("POST", "/invites", "{}"),
            ]
            for (method, path, body) in requests {
                let answer = try await server.ask(method, path, body, as: nil, headers: [token])
                #expect(answer.field("code") == "storage_unavailable", "\(method) \(path)")
                #expect(!answer.text.contains("posted"), "\(path): \(answer.text)")
            }
        }
    }
}
