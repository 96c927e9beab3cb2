#if Postgres
import Foundation
import Glibc
import Testing

/// A PostgreSQL of a test's own: `Tests/Postgres/run.sh`.
final class PostgresProcess: Sendable {
    let folder: TemporaryFolder
    private let place: String
    private let process: Subprocess

    /// Whether the tests are to use one: in CI without a question.
    static var isWanted: Bool {
        if ProcessInfo.processInfo.environment["CI"] != nil { return true }
        return unsafe access("/usr/lib/postgresql", F_OK) == 0
    }

    /// Starts one, and waits until it takes connections.
    init() async throws {
        folder = try TemporaryFolder()
        process = try Subprocess([Project.root + "/Tests/Postgres/run.sh"])
        let line = try await process.output.line(containing: "ready ")
        place = String(line.dropFirst("ready ".count))
    }

    /// Its address, with a password that it does not ask for.
    var address: String { "postgres://burble:secret@/postgres?host=\(place)" }

    /// Stops it without warning, or starts it.
    func control(_ verb: String) async throws {
        let program = #"$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)/pg_ctl -w -m immediate"#
        let command = "\(program) -D \(place)/data -l \(place)/log \(verb) >/dev/null </dev/null"
        let isRoot = getuid() == 0
        let user = isRoot ? ["runuser", "-u", "postgres", "--"] : []
        let control = try Subprocess(user + ["sh", "-c", command])
        #expect(try await control.exit() == .code(0))
    }
}
#endif
