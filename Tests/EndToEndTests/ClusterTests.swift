#if Postgres
import Foundation
import Testing

/// Two servers that write one log in PostgreSQL, as built.
@Suite(
    .enabled(if: PostgresProcess.isWanted, "needs PostgreSQL"),
    .serialized,
    .timeLimit(.minutes(10))
)
struct ClusterTests {
    private static let token = "the-token-of-both-servers"

    /// Starts a server of a log, with the token that all of its servers have.
    private func server(
        _ name: String,
        of database: PostgresProcess,
        token: String = token
    ) async throws -> ServerProcess {
        let folder = try TemporaryFolder()
        let file = try folder.file("operator.token", token + "\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let url = try folder.file("url", database.address + "\n")
        return try await ServerProcess(
            in: folder,
            ["--rate-limit", "0", "--node", name, "--database-file", url]
        )
    }

    private var bearer: String { "Authorization: Bearer \(Self.token)" }

    @Test("What happens at one of two servers shows at the other")
    func together() async throws {
        let database = try await PostgresProcess()
        let one = try await server("one", of: database)
        let two = try await server("two", of: database)
        try await one.post("hello")
        let stream = try two.stream("/rooms/general/stream?format=ndjson&tail=1", "-u", "bob:")
        _ = try await stream.output.line(containing: "hello")
        try await one.post("again")
        _ = try await stream.output.line(containing: "again")
        try await one.curl("/rooms/general/typing", "-u", "carol:", "-X", "POST")
        _ = try await stream.output.line(containing: "carol")
        let other = try one.stream("/rooms/general/stream", "-u", "dora:")
        _ = try await stream.output.line(containing: "dora")
        let members = try await two.curl("/rooms/general/members")
        #expect(members.body.contains("bob") && members.body.contains("dora"))
        _ = other
        try await file(one, two)
        try await revoke(one, two)
        try await nodes(one, two)
    }

    private func file(_ one: ServerProcess, _ two: ServerProcess) async throws {
        let text = String(repeating: "0123456789abcdef", count: 150_000)
        let path = try one.folder.file("shared.txt", text)
        let put = try await one.curl("/rooms/general/files/", "-u", "alice:", "-T", path)
        #expect(put.status == 201, "\(put.body)")
        let url = try #require(put.body.firstMatch(of: /"url":"([^"]+)"/)?.1)
        let got = try await two.curl(String(url).replacing("\\/", with: "/"))
        #expect(got.status == 200 && got.body == text)
    }

    /// A token is made at one server, used at the other and revoked at the first.
    private func revoke(_ one: ServerProcess, _ two: ServerProcess) async throws {
        let account = #"{"name":"eve","password":"a long enough word"}"#
        let made = try await one.call("POST", "/accounts", token: Self.token, json: account)
        #expect(made.status == 201, "\(made.body)")
        let user = "eve:a long enough word"
        let drawn = try await two.call("POST", "/tokens", as: user, json: "{}")
        let token = try #require(drawn.body.firstMatch(of: /"token":"([^"]+)"/)?.1)
        let id = try #require(drawn.body.firstMatch(of: /"id":"([^"]+)"/)?.1)
        let header = "Authorization: Bearer \(token)"
        let stream = try one.stream("/rooms/general/stream?format=ndjson", "-H", header)
        _ = try await stream.output.line(containing: #""type":"live""#)
        let ended = try await two.curl("/tokens/\(id)", "-H", header, "-X", "DELETE")
        #expect(ended.status == 204, "\(ended.body)")
        _ = try await stream.output.line(containing: "revoked")
        #expect(try await one.curl("/me", "-H", header).status == 401)
    }

    /// One of two that is told to stop sends its streams to the other.
    private func nodes(_ one: ServerProcess, _ two: ServerProcess) async throws {
        let listed = try await two.curl("/nodes", "-H", bearer)
        #expect(listed.body.contains(#""name":"one""#) && listed.body.contains(#""name":"two""#))
        let stream = try one.stream("/rooms/general/stream?format=ndjson", "-u", "fay:")
        _ = try await stream.output.line(containing: #""type":"live""#)
        one.process.signal(SIGTERM)
        let bye = try await stream.output.line(containing: #""type":"bye""#)
        #expect(bye.firstMatch(of: /"retryAfter":[01]\b/) != nil, "\(bye)")
        #expect(try await one.process.exit() == .code(0))
        #expect(try await two.post("still here").status == 201)
        let left = try await two.curl("/nodes", "-H", bearer)
        #expect(!left.body.contains(#""name":"one""#), "\(left.body)")
    }

    @Test("A server with another operator's token does not start beside one that runs")
    func token() async throws {
        let database = try await PostgresProcess()
        let one = try await server("one", of: database)
        let folder = try TemporaryFolder()
        let url = try folder.file("url", database.address + "\n")
        let program = try Project.program("chat-server")
        let other = try Subprocess([
            program, "--listen", "127.0.0.1:0", "--data", folder.path, "--database-file", url,
        ])
        #expect(try await other.exit() != .code(0))
        let words = try await other.errors.end()
        #expect(words.contains("operator.token") && words.contains("one"), "\(words)")
        let listed = try await one.curl("/nodes", "-H", bearer)
        #expect(listed.body.components(separatedBy: #""number""#).count == 2, "\(listed.body)")
        #expect(try await one.post("hello").status == 201)
    }
}
#endif
