import Foundation
import Testing

/// Long reads whose server dies, or whose reader stops.
@Suite(.timeLimit(.minutes(10))) struct ExportTests {
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
        let token = try server.operatorToken
        let bearer = "Authorization: Bearer \(token)"
        let done = try await server.curl("/rooms/log/import", "-T", file, "-H", bearer)
        #expect(done.body.contains(#""imported":\#(Self.count),"#))
        return server
    }

    private func export(
        _ server: ServerProcess,
        to path: String,
        then: String = "cat"
    ) async throws -> Subprocess {
        let url = server.url("/rooms/log/events?format=csv")
        let script = #"""
            exec 3<&0; set -o pipefail
            curl -qsS "$0" | { head -c 250000; read -r <&3; $2; } >"$1"
            """#
        let reader = try Subprocess(["bash", "-c", script, url, path, then])
        try await FileTests.wait { FileTests.size(path) == 250_000 }
        return reader
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
        let curl = try await export(first, to: path)
        try await first.crash()
        curl.write("\n")
        #expect(try await curl.exit() != .code(0))
        let export = try await whole(try await first.again())
        let cut = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(cut.count < export.count && export.starts(with: cut))
    }

    @Test("An export whose room is taken away meanwhile is to be repeated")
    func takenRoom() async throws {
        let server = try await server()
        let path = server.folder.path + "/taken.csv"
        let script = #"""
            exec 3<&0; set -o pipefail
            "$0" export - --room log --server "$1" </dev/null |
                { head -c 250000; read -r <&3; cat; } >"$2"
            """#
        let program = try Project.program("chat-server")
        let export = try Subprocess(["bash", "-c", script, program, server.url(""), path])
        try await FileTests.wait { FileTests.size(path) == 250_000 }
        let token = try server.operatorToken
        let bearer = "Authorization: Bearer \(token)"
        #expect(try await server.curl("/rooms/log", "-X", "DELETE", "-H", bearer).status == 204)
        export.write("\n")
        #expect(try await export.exit() == .code(75))
    }

    @Test("An export whose reader stops keeps nobody, and goes on whole with its reader")
    func stoppedReader() async throws {
        let server = try await server()
        let path = server.folder.path + "/stopped.csv"
        var curl = try await export(server, to: path)
        let export = try await whole(server)
        #expect(FileTests.size(path) < export.count)
        #expect(try await server.post("meanwhile").status == 201)
        curl.write("\n")
        // Who takes nothing for half a minute is given up: on a busy machine that took longer.
        for _ in 1...5 {
            if try await curl.exit() == .code(0) { break }
            curl = try await self.export(server, to: path)
            curl.write("\n")
        }
        #expect(try await curl.exit() == .code(0))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == export)
    }

    @Test("An export whose reader dies leaves a server that serves others")
    func killedReader() async throws {
        let server = try await server()
        let path = server.folder.path + "/cut.csv"
        // Once nobody takes what it reads, it goes.
        let curl = try await export(server, to: path, then: "true")
        curl.write("\n")
        #expect(try await curl.exit() != .code(0))
        let export = try await whole(server)
        #expect(export.starts(with: try Data(contentsOf: URL(fileURLWithPath: path))))
    }

    // Seen as H3: each export that was broken off kept half a megabyte for ever.
    @Test("Readers who go in the middle leave nothing of what was read for them in memory")
    func goneReaders() async throws {
        let server = try await server()
        let program = """
            import random, socket, struct, sys
            port, seed, count = (int(word) for word in sys.argv[2:])
            draw = random.Random(seed)
            for _ in range(count):
                s = socket.create_connection((sys.argv[1], port), timeout=240)
                s.sendall(b"GET /rooms/log/events?format=ndjson HTTP/1.1\\r\\n"
                          b"Host: localhost\\r\\n\\r\\n")
                left = draw.choice([100_000, 300_000, 700_000, 1_200_000])
                while left > 0: left -= len(s.recv(1 << 16))
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                s.close()
            """
        func readers(_ seed: Int, _ count: Int) async throws {
            let python = try Subprocess(
                ["python3", "-c", program, server.host, server.port, "\(seed)", "\(count)"]
            )
            #expect(try await python.exit() == .code(0), "\(python.errors.text)")
        }
        try await readers(1, 40)
        let before = try Self.memory(of: server)
        try await readers(2, Self.goneReaders)
        // Their last pages may be on their way still.
        try await FileTests.wait { (try? Self.memory(of: server)) ?? .max < before + Self.growth }
    }

    private static let goneReaders = 120
    /// Bytes; pages that are kept for each of them are more than twice as many.
    private static let growth = 6 << 20

    /// Bytes of memory that a server's process has.
    private static func memory(of server: ServerProcess) throws -> Int {
        let path = "/proc/\(server.process.pid)/statm"
        let pages = try String(contentsOfFile: path, encoding: .utf8).split(separator: " ")
        return try #require(Int(pages[1])) * sysconf(Int32(_SC_PAGESIZE))
    }
}
