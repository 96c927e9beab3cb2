import Foundation
import Testing

/// Long reads whose server dies, or whose reader stops.
@Suite(.timeLimit(.minutes(3))) struct ExportTests {
    private static let count = 20_000

    /// A room whose export is of some eight megabytes: more than the sockets between take.
    private func server() async throws -> ServerProcess {
        let server = try await ServerProcess(listen: .ownLoopback)
        let filler = String(repeating: "filler ", count: 50)
        let lines = (1...Self.count).map { number in
            "2004-12-25T09:14:\(number % 50 + 10)Z,user\(number % 7),\"row, \(number) \(filler)\""
        }
        let file = try server.folder.file(
            "log.csv",
            "at,user,text\n" + lines.joined(separator: "\n")
        )
        let token = try server.folder.text("operator.token").filter { !$0.isWhitespace }
        let bearer = "Authorization: Bearer \(token)"
        let done = try await server.curl("/rooms/log/import", "-T", file, "-H", bearer)
        #expect(done.body.contains(#""imported":\#(Self.count),"#))
        return server
    }

    private func export(_ server: ServerProcess, to path: String) throws -> Subprocess {
        let url = server.url("/rooms/log/events?format=csv")
        return try Subprocess(["curl", "-qsS", "--limit-rate", "4M", "-o", path, url])
    }

    /// Exports at full speed.
    private func whole(_ server: ServerProcess) async throws -> Data {
        let path = server.folder.path + "/whole.csv"
        let url = server.url("/rooms/log/events?format=csv")
        let curl = try Subprocess(["curl", "-qsS", "-o", path, url])
        #expect(try await curl.exit() == .code(0))
        let export = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(export.count { $0 == UInt8(ascii: "\n") } == Self.count + 1)
        return export
    }

    @Test("An export whose server dies is an error and no short file, and repeating it gives all")
    func killedServer() async throws {
        let first = try await server()
        let path = first.folder.path + "/cut.csv"
        let curl = try export(first, to: path)
        try await FileTests.wait { FileTests.size(path) > 200_000 }
        try await first.crash()
        #expect(try await curl.exit() != .code(0))
        let export = try await whole(try await first.again())
        let cut = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(cut.count < export.count && export.starts(with: cut))
    }

    @Test("An export whose reader stops keeps nobody, and goes on whole with its reader")
    func stoppedReader() async throws {
        let server = try await server()
        let path = server.folder.path + "/stopped.csv"
        let curl = try export(server, to: path)
        try await FileTests.wait { FileTests.size(path) > 200_000 }
        curl.signal(SIGSTOP)
        let export = try await whole(server)
        #expect(FileTests.size(path) < export.count)
        #expect(try await server.post("meanwhile").status == 201)
        curl.signal(SIGCONT)
        #expect(try await curl.exit() == .code(0))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == export)
    }

    @Test("An export whose reader dies leaves a server that serves others")
    func killedReader() async throws {
        let server = try await server()
        let path = server.folder.path + "/cut.csv"
        let curl = try export(server, to: path)
        try await FileTests.wait { FileTests.size(path) > 200_000 }
        curl.signal(SIGKILL)
        try await curl.exit()
        let export = try await whole(server)
        #expect(export.starts(with: try Data(contentsOf: URL(fileURLWithPath: path))))
    }
}
