import Foundation
import Glibc
import Testing

/// Clients, load generators and proxies that others wrote, as Debian has them.
@Suite(.timeLimit(.minutes(10))) struct OtherClientsTests {
    // Seen as C02 and running F13: ab hung: it speaks HTTP/1.0.
    @Test("ab measures, with and without kept connections", arguments: [[], ["-k"]])
    func ab(options: [String]) async throws {
        let server = try await ServerProcess()
        let ab = try Subprocess(
            ["ab", "-q", "-s", "240", "-n", "50", "-c", "2"] + options + [server.url("/healthz")]
        )
        let text = try await ab.output.end()
        #expect(text.contains("Failed requests:        0"), "\(text)")
        #expect(options.isEmpty || text.contains("Keep-Alive requests:    50"), "\(text)")
        #expect(try await ab.exit() == .code(0), "\(ab.errors.text)")
    }

    // Seen as C01: the second answer to curl --http2 never came.
    @Test("curl that offers HTTP/2 has its answers at once, one after the other")
    func upgrade() async throws {
        let server = try await ServerProcess()
        let curl = try Subprocess([
            "curl", "-qsS", "--http2", "--max-time", "240", server.url("/healthz"),
            server.url("/healthz"),
        ])
        #expect(try await curl.output.end() == "ok\nok\n")
        #expect(try await curl.exit() == .code(0), "\(curl.errors.text)")
    }

    @Test("Python's http.client keeps one connection over answers of all kinds")
    func python() async throws {
        let server = try await ServerProcess()
        try await server.post("hello")
        let asked = [
            ("GET", "/rooms", 200), ("HEAD", "/nowhere", 404),
            ("GET", "/rooms/general/events", 200), ("POST", "/rooms/general/messages", 201),
            ("HEAD", "/rooms/general/stream", 200), ("OPTIONS", "/rooms", 204),
            ("GET", "/rooms/general/messages?limit=0", 400), ("GET", "/rooms", 200),
        ]
        let program = """
            import http.client, sys
            c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=240)
            for asked in sys.argv[2:]:
                method, path = asked.split()
                c.request(method, path, b"x" if method == "POST" else None)
                r = c.getresponse(); r.read(); print(r.status)
            """
        let python = try Subprocess(
            ["python3", "-c", program, server.port] + asked.map { "\($0.0) \($0.1)" }
        )
        let statuses = try await python.output.end().split(separator: "\n").map(String.init)
        #expect(statuses == asked.map { String($0.2) }, "\(python.errors.text)")
    }

    @Test("nginx as it is installed passes everything on, with HTTP/1.0 behind it")
    func nginx() async throws {
        let server = try await ServerProcess()
        try await server.post("hello")
        let folder = try TemporaryFolder()
        let socket = folder.path + "/proxy"
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder.path)/\($0)_temp;" }.joined()
        let configuration = try folder.file(
            "nginx.conf",
            """
            daemon off; pid \(folder.path)/pid; error_log stderr notice; events {}
            http { access_log off; \(temporary)
              server { listen unix:\(socket);
                location / { proxy_pass http://\(server.address); } } }
            """
        )
        let proxy = try Subprocess(["nginx", "-c", configuration, "-e", "stderr"])
        try await proxy.errors.line(containing: "start worker process ")
        let asked: [(options: [String], path: String, answer: String)] = [
            ([], "/rooms/general/events?format=ndjson", "hello"), ([], "/healthz", "ok"),
            (["-d", "posted"], "/rooms/general/messages", "posted"),
            ([], "/rooms/general/stream?timeout=1s", "bye: timeout"), (["-I"], "/rooms", "200"),
        ]
        for (options, path, answer) in asked {
            let curl = try Subprocess(
                ["curl", "-qsS", "--max-time", "240", "--unix-socket", socket]
                    + options + ["http://localhost" + path]
            )
            let text = try await curl.output.end()
            #expect(text.contains(answer), "\(path): \(text)")
            #expect(try await curl.exit() == .code(0), "\(curl.errors.text)")
        }
    }

    // Seen as C05: HAProxy's own check found the server down.
    @Test("HAProxy that only asks whether it is there finds it up")
    func haproxy() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let configuration = try folder.file(
            "haproxy.cfg",
            """
            global
              log stderr format raw local0
            defaults
              mode http
              timeout connect 200s
              timeout check 200s
              timeout client 5s
              timeout server 5s
              log global
              option log-health-checks
            frontend front
              bind unix@\(folder.path)/proxy
              default_backend back
            backend back
              option httpchk
              server burble \(server.address) check inter 200s

            """
        )
        // The first check is at once, and has all this time for its answer.
        let proxy = try Subprocess(["haproxy", "-f", configuration])
        let line = try await proxy.errors.line(containing: "Health check")
        #expect(line.contains("succeeded") && line.contains("204"), "\(line)")
    }

    @Test("h2load has every answer it asks for, over many requests at a time")
    func h2load() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let server = try await ServerProcess(in: folder, certificate.options)
        let load = try Subprocess([
            "h2load", "-n", "500", "-c", "5", "-m", "20", "https://\(server.address)/healthz",
        ])
        let text = try await load.output.end()
        #expect(text.contains("500 succeeded, 0 failed, 0 errored"), "\(text)")
    }
}
