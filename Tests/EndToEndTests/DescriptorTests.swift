import Foundation
import Testing

/// A server that may have few descriptors, and more clients than that.
@Suite(.timeLimit(.minutes(10))) struct DescriptorTests {
    // Seen as: with twenty of them a library ended the process by a trap.
    @Test(
        "A server that may have too few descriptors to start says so",
        arguments: [16, 20, 24, 30]
    )
    func tooFew(limit: Int) async throws {
        let folder = try TemporaryFolder()
        let server = try Subprocess([
            // Other tests' may have come with it.
            "bash", "-c",
            #"""
            for number in $(ls /proc/self/fd); do ((number > 2)) && eval "exec $number>&-"; done
            ulimit -n \#(limit); exec "$0" --listen 127.0.0.1:0 --data "$1"
            """#,
            try Project.program("chat-server"), folder.path + "/data",
        ])
        #expect(try await server.exit() == .code(1))
        let words = try await server.errors.end()
        #expect(words.contains("\(limit) descriptors are too few"), "\(words)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))
    }

    // Seen as S13, S35 and running F2: with more clients than descriptors new ones got nothing.
    // Some of them may be taken by whatever started it, or by files.
    @Test(
        "With 256 descriptors and 300 idle clients everything is still answered, to new clients too",
        arguments: [(taken: 0, left: 256), (taken: 120, left: 256), (taken: 0, left: 100)]
    )
    func few(taken: Int, left: Int) async throws {
        let script = """
            for number in $(seq 100 $((99 + \(taken)))); do eval "exec $number</dev/null"; done
            ulimit -n 256; exec "$@"
            """
        let server = try await ServerProcess(wrapper: ["bash", "-c", script, "bash"])
        try await server.post("hello")
        let pid = "\(server.process.pid)"
        let limit = try Subprocess(["prlimit", "--pid", pid, "--nofile=\(left)"])
        #expect(try await limit.exit() == .code(0))
        let program = """
            import http.client, socket, sys
            port = int(sys.argv[1])
            idle = [socket.create_connection(("127.0.0.1", port), timeout=240) for _ in range(300)]
            for asked in sys.argv[2:]:
                method, path = asked.split()
                c = http.client.HTTPConnection("127.0.0.1", port, timeout=240)
                c.request(method, path, b"x" if method in ("POST", "PUT") else None)
                r = c.getresponse(); r.read(); print(r.status)
                idle.append(c)
            """
        let asked = [
            ("GET", "/healthz", 200), ("POST", "/rooms/general/messages", 201),
            ("PUT", "/rooms/general/files/a.txt", 201), ("GET", "/search?q=hello", 200),
            ("GET", "/rooms/general/events", 200), ("GET", "/rooms", 200),
            ("GET", "/rooms/general/stream?since=all&limit=1", 200),
        ]
        let python = try Subprocess(
            ["python3", "-c", program, server.port] + asked.map { "\($0.0) \($0.1)" }
        )
        let text = try await python.output.end()
        #expect(text == asked.map { "\($0.2)\n" }.joined(), "\(python.errors.text)")
        #expect(try await python.exit() == .code(0), "\(python.errors.text)")
        // It goes on, and ends as it should.
        #expect(try await server.curl("/healthz").status == 200)
    }
}
