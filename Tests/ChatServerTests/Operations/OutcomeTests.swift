import ChatProtocol
import TestConnections
import TestTools
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

    @Test(
        "An import that ends on its way tells how many of its rows are in the log",
        arguments: [
            (StoreError.unreachable("a test"), "1 row was imported, and no others; "),
            (.storageFull, "1 row was imported, and no others; "),
            (.diskFloor(limit: 2, free: 1), "1 row was imported, and no others: "),
            (.closed, "1 row was imported, and no others: nothing new begins here; "),
            (.outcomeUnknown("a test"), "1 row was imported, and perhaps others; "),
        ]
    )
    func importedInPart(failure: StoreError, words: String) async throws {
        try await PeerServers.run { servers in
            let server = servers.first
            let token = try server.operatorToken()
            try await RawConnection.open(port: server.port) { upload in
                try await upload.send(
                    "PUT /rooms/r/import HTTP/1.1\r\nHost: test\r\n"
                        + "Authorization: Bearer \(token)\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Self.chunk("at,user,text\n2004-12-25,ann,one\n")
                )
                await until { server.services.store.head >= 1 }
                servers.database.failWrites(with: failure)
                try await upload.send(Self.chunk("2004-12-25,ann,two\n"))
                _ = try await upload.read(through: #""detail":""#)
                let detail = try await upload.read(through: "\"")
                #expect(detail.hasPrefix(words), "\(detail)")
                servers.database.failWrites(with: nil)
            }
        }
    }

    private static func chunk(_ text: String) -> String {
        "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n"
    }

    @Test("An import of which it is not known whether a row came in is told of no key")
    func unknownImport() {
        let problem = Problem(StoreError.outcomeUnknown("a test"))
        let words = "a repeated import leaves out what is there"
        for rows in 0...2 { #expect(problem.ofImport(with: rows).detail.hasSuffix(words)) }
        let none = Problem(StoreError.logQuota(limit: 1, bytes: 2))
        #expect(none.ofImport(with: 0) == none)
        #expect(none.ofImport(with: 2).detail.hasPrefix("2 rows were imported, and no others: "))
        let waiting = Problem(StoreError.tooManyWait(limit: 1))
        for other in [Problem.badCredentials, .draining, waiting] {
            #expect(other.ofImport(with: 0) == other)
            let detail = other.ofImport(with: 3).detail
            #expect(detail == "3 rows were imported, and no others: \(other.detail)")
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
