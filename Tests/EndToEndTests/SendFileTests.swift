import Foundation
import Glibc
import Testing

/// `chat-tui --upload`, as it was built.
@Suite(.timeLimit(.minutes(10))) struct SendFileTests {
    private static func send(
        _ path: String,
        to server: ServerProcess,
        rooms: [String] = ["a"]
    ) throws -> Subprocess {
        try Subprocess(
            [
                Project.program("chat-tui"), "--server", server.url(""), "--name", "alice",
                "--upload", path,
            ] + rooms.flatMap { ["--room", $0] },
            environment: ["XDG_STATE_HOME": server.folder.path, "HOME": server.folder.path]
        )
    }

    @Test("A script sends a file and is told its address")
    func sends() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (path, bytes) = try FileTests.file(700_000, in: server.folder)
        let program = try Self.send(path, to: server)
        let text = try await program.output.end()
        #expect(try await program.exit() == .code(0))
        let url = text.dropFirst(server.url("").count).filter { !$0.isNewline }
        #expect(try await FileTests.download(String(url), from: server) == bytes)
        #expect(try await server.messages(in: "a").count == 1)
    }

    @Test("A file that is not there, or is too long, is told and nothing is posted")
    func refused() async throws {
        let server = try await ServerProcess(["--rate-limit", "0", "--upload-limit", "1K"])
        let none = try Self.send(server.folder.path + "/none", to: server)
        #expect(try await none.exit() != .code(0))
        let (path, _) = try FileTests.file(2_000, in: server.folder)
        let long = try Self.send(path, to: server)
        #expect(try await long.exit() != .code(0))
        _ = try await long.errors.line(containing: "at most 1024 bytes fit")
        #expect(FileTests.stored(server).isEmpty)
    }

    // The first room that refused ended it, and the others had nothing.
    @Test("A room that refuses keeps the file from no other room, and is named")
    func severalRooms() async throws {
        let server = try await ServerProcess(["--rate-limit", "0", "--room-limit", "2"])
        for room in ["b", "c"] { _ = try await server.post("there", in: room) }
        let (path, _) = try FileTests.file(2_000, in: server.folder)
        let program = try Self.send(path, to: server, rooms: ["b", "a", "c"])
        #expect(try await program.exit() == .code(77))
        _ = try await program.errors.line(containing: "a: ")
        for room in ["b", "c"] { #expect(try await server.messages(in: room).count == 2) }
        let alone = try Self.send(path, to: server, rooms: ["a", "d"])
        #expect(try await alone.exit() == .code(77))
    }

    // Seen as S17: the address that a server told after an upload acted on the terminal.
    @Test("No address that a server tells acts on a terminal")
    func hostile() async throws {
        let folder = try TemporaryFolder()
        let program = """
            import http.server
            class Hostile(http.server.BaseHTTPRequestHandler):
                def answer(self, status, name, value):
                    self.rfile.read(int(self.headers.get("Content-Length") or 0))
                    self.send_response(status)
                    self.send_header(name, value)
                    for field in (("Upload-Offset", "4"), ("Upload-Complete", "?1"),
                                  ("Content-Length", "0")):
                        self.send_header(*field)
                    self.end_headers()
                def do_PUT(self): self.answer(201, "Location", "/uploads/x")
                def do_HEAD(self):
                    self.answer(204, "Content-Location", "/files/\\x9b2J\\xc2\\x9b5m")
                def log_message(self, *words): pass
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
            print(server.server_address[1], flush=True)
            server.serve_forever()
            """
        let server = try Subprocess(["python3", "-c", program])
        let port = try await server.output.line()
        let client = try Subprocess(
            [
                try Project.program("chat-tui"), "--server", "http://127.0.0.1:\(port)", "--name",
                "alice", "--room", "a", "--upload", try folder.file("a.txt", "text"),
            ],
            environment: ["XDG_STATE_HOME": folder.path, "HOME": folder.path]
        )
        let text = try await client.output.end()
        #expect(text.hasPrefix("http://127.0.0.1:\(port)/files/"), "\(text) \(client.errors.text)")
        #expect(!text.unicodeScalars.contains { (0x7f...0x9f).contains($0.value) })
        #expect(try await client.exit() == .code(0))
    }

    @Test("A server that crashes in the middle gets the rest when it is back")
    func resumes() async throws {
        // Long enough to be seen under way, however busy the machine is.
        let options = ["--rate-limit", "0", "--upload-limit", "1G"]
        let server = try await ServerProcess(listen: .ownLoopback, options)
        let path = try server.folder.file("sparse.bin", "begin")
        let size = 500 * 1024 * 1024
        #expect(unsafe truncate(path, off_t(size)) == 0)
        let program = try Self.send(path, to: server)
        try await FileTests.wait {
            let parts = FileTests.stored(server).filter {
                $0.hasPrefix("files/incoming/") && !$0.hasSuffix(".json")
            }
            return parts.contains {
                FileTests.size(server.folder.path + "/" + $0) > 1_000_000
            }
        }
        try await server.crash()
        let again = try await server.again(options)
        #expect(try await program.exit() == .code(0))
        let messages = try await again.messages(in: "a")
        #expect(messages.count == 1)
        #expect(messages.first?.contains("\"size\":\(size)") == true)
    }
}
