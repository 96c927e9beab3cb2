import Foundation
import Glibc
import Testing

/// What an operator sees and does by HTTP: open streams, and what requests are called.
@Suite(.timeLimit(.minutes(10))) struct OperatorTests {
    private func bearer(_ server: ServerProcess) throws -> String {
        let token = try server.folder.text("operator.token").trimmingCharacters(in: .newlines)
        return "Authorization: Bearer \(token)"
    }

    private func streams(_ server: ServerProcess) async throws -> [[String: Any]] {
        let reply = try await server.curl("/streams", "-H", try bearer(server))
        #expect(reply.status == 200)
        let list = try #require(reply.json["streams"] as? [[String: Any]])
        #expect(reply.json["count"] as? Int == list.count)
        return list
    }

    @Test("The operator sees who reads what, and how far each is")
    func list() async throws {
        let server = try await ServerProcess()
        try await server.post("hello")
        let stream = "/rooms/general/stream?since=all"
        let reader = try server.stream(stream + "&format=ndjson", "-u", "alice:")
        try await reader.output.line(containing: "\"live\"")
        let shown = try #require(try await streams(server).first)
        #expect(shown["member"] as? String == "alice")
        #expect(shown["address"] as? String == "127.0.0.1")
        #expect(shown["rooms"] as? [String] == ["general"])
        #expect(shown["format"] as? String == "ndjson")
        #expect(shown["live"] as? Bool == true)
        #expect(shown["lag"] as? Int == 0)
        #expect(shown["delivered"] as? Int == 1)
        #expect(shown["bytes"] as? Int ?? 0 > 100)
        // One that takes nothing is the first, with what waits for it.
        let stalled = try server.stream(stream, "-u", "bob:")
        try await stalled.output.line(containing: "# live")
        stalled.signal(SIGSTOP)
        let filling = String(repeating: "x", count: 10_000)
        // In portions, until the sockets are full: one that takes nothing for half a minute is
        // ended, and the other one may be behind for a moment.
        var behind: [String: Any] = [:]
        for portion in 1...40 {
            try await server.post(lines: (1...50).map { "\(portion) \($0) \(filling)" })
            behind = try #require(try await streams(server).first)
            let isBehind = behind["lag"] as? Int ?? 0 > 0 && behind["waiting"] as? Int ?? 0 > 0
            if isBehind, behind["member"] as? String == "bob" { break }
        }
        #expect(behind["member"] as? String == "bob")
        #expect(behind["lag"] as? Int ?? 0 > 0)
        #expect(behind["waiting"] as? Int ?? 0 > 0)
        stalled.signal(SIGKILL)
    }

    @Test("The operator ends one stream, whose client is told, and no other")
    func end() async throws {
        let server = try await ServerProcess()
        let readers = try ["alice", "bob"].map { name in
            try server.stream("/rooms/general/stream?format=ndjson", "-u", "\(name):")
        }
        for reader in readers { try await reader.output.line(containing: "\"live\"") }
        let wanted = try await streams(server).first { $0["member"] as? String == "alice" }
        let path = "/streams/\(try #require(wanted?["id"] as? Int))"
        let ended = try await server.curl(path, "-X", "DELETE", "-H", try bearer(server))
        #expect(ended.status == 204)
        let bye = try await readers[0].output.line(containing: "\"bye\"")
        #expect(bye.contains(#""reason":"operator","reconnect":false"#), "\(bye)")
        #expect(try await readers[0].exit() == .code(0))
        let again = try await server.curl(path, "-X", "DELETE", "-H", try bearer(server))
        #expect(again.status == 404)
        try await server.post("still here")
        try await readers[1].output.line(containing: "still here")
        #expect(try await streams(server).count == 1)
    }

    @Test("Nobody else sees or ends streams")
    func others() async throws {
        let server = try await ServerProcess()
        #expect(try await server.curl("/streams").status == 401)
        #expect(try await server.curl("/streams", "-u", "alice:").status == 403)
        #expect(try await server.curl("/streams/1", "-X", "DELETE", "-u", "alice:").status == 403)
        let reply = try await server.curl("/streams/x", "-X", "DELETE", "-H", try bearer(server))
        #expect(reply.status == 404)
    }

    @Test("Every answer tells what its request is called")
    func requestIDs() async throws {
        let server = try await ServerProcess()
        let asked: [[String]] = [
            ["/rooms/general/messages", "-d", "hello"], ["/rooms"], ["/nowhere"],
            ["/healthz", "-I"],
            ["/rooms/general/stream?timeout=1s"], ["/rooms/general/stream?format=what"],
            ["/rooms", "-X", "OPTIONS"], ["/rooms", "-H", "Host: other.example"],
        ]
        var made: Set<String> = []
        for options in asked {
            let named = try await id(server, options + ["-H", "X-Request-Id: from-proxy/1"])
            #expect(named == "from-proxy/1", "\(options)")
            let own = try await id(server, options)
            #expect(own.count > 5 && made.insert(own).inserted, "\(options): \(own)")
        }
        for wrong in ["a b", String(repeating: "x", count: 129), "caf\u{e9}"] {
            let own = try await id(server, ["/rooms", "-H", "X-Request-Id: \(wrong)"])
            #expect(own != wrong && made.insert(own).inserted, "\(wrong)")
        }
    }

    private func id(_ server: ServerProcess, _ options: [String]) async throws -> String {
        let curl = try Subprocess(
            ["curl", "-qsSi", "--max-time", "240"] + options.dropFirst() + [server.url(options[0])]
        )
        let reply = try #require(Reply(try await curl.output.end()))
        return reply.headers["x-request-id"] ?? ""
    }
}
