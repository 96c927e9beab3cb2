#if Postgres
import Foundation
import Testing

/// A server whose log is in PostgreSQL.
@Suite(
    .enabled(if: PostgresProcess.isWanted, "needs PostgreSQL"),
    .timeLimit(.minutes(10))
)
struct DatabaseTests {
    @Test("What is posted is in the database, and there for a server that comes after a crash")
    func lasting() async throws {
        let database = try await PostgresProcess()
        let server = try await ServerProcess(options(database))
        for number in 1...3 {
            #expect(try await server.post("message \(number)").status == 201)
        }
        let posted = try await server.messages()
        #expect(posted.count == 3)
        try await server.crash()
        // Nothing but the database and the token is left.
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: server.folder.path + "/operator.token",
            toPath: folder.path + "/operator.token"
        )
        let after = try await ServerProcess(in: folder, options(database))
        #expect(try await after.messages() == posted)
        let reply = try await after.post("message 4")
        #expect(reply.body.contains(#""seq":4"#), "\(reply.body)")
    }

    @Test("The address comes from a file or the environment too, and its password is told nobody")
    func secret() async throws {
        let database = try await PostgresProcess()
        let server = try await ServerProcess(options(database))
        let line = "/proc/\(server.process.pid)/cmdline"
        let command = try String(contentsOfFile: line, encoding: .utf8)
        #expect(!command.contains("secret"))
        #expect(server.process.errors.text.contains("database=postgres:///postgres"))
        #expect(!server.process.errors.text.contains("secret"))
    }

    @Test("A bound that the log has not in a database is told to have no effect")
    func quota() async throws {
        let database = try await PostgresProcess()
        let server = try await ServerProcess(options(database) + ["--log-quota", "1K"])
        #expect(server.process.errors.text.contains("log-quota has no effect"))
    }

    @Test("A server outlasts a restart of the database, and answers meanwhile")
    func restart() async throws {
        let database = try await PostgresProcess()
        let server = try await ServerProcess(options(database))
        let stream = try server.stream("/rooms/general/stream", "-u", "bob:")
        try await server.post("before")
        _ = try await stream.output.line(containing: "before")
        try await database.control("stop")
        #expect(try await server.post("while it is away").status == 503)
        try await database.control("start")
        // Until the server has found it again.
        while try await server.post("after", as: "alice").status != 201 {}
        _ = try await stream.output.line(containing: "after")
        #expect(!stream.output.text.contains("while it is away"))
    }

    @Test("Settings that contradict each other, and what works on a folder, are refused")
    func refusals() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("url", "postgres://db/chat")
        let both = ["--database", "postgres://db/chat", "--database-file", file]
        for (options, word) in [
            (both, "database-file"), (["--database", "mysql://a:secret@db"], "postgres://"),
            (["--database-file", folder.path + "/nothing"], "database-file"),
            (["check", "--database-file", file], "pg_dump"),
        ] {
            let program = try Project.program("chat-server")
            let process = try Subprocess([program, "--data", folder.path] + options)
            #expect(try await process.exit() == .code(64))
            let words = try await process.errors.end()
            #expect(words.contains(word) && !words.contains("secret"), "\(words)")
        }
    }

    private func options(_ database: PostgresProcess) throws -> [String] {
        let file = try database.folder.file("url", database.address + "\n")
        return ["--rate-limit", "0", "--database-file", file]
    }
}
#endif
