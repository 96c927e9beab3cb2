import Foundation
import Glibc
import Testing

/// The doctor before real servers and proxies.
@Suite(.timeLimit(.minutes(10))) struct DoctorTests {
    private typealias Found = (exit: Subprocess.Exit, text: String)

    /// What the doctor finds, who is asked again until it is what is looked for.
    ///
    /// On a machine with much else to do something comes late, and the doctor says so, rightly.
    private func diagnosis(
        _ url: String,
        finding isFound: (Found) -> Bool = { _ in true },
        _ options: String...
    ) async throws -> Found {
        var found: Found = (.code(-1), "")
        for _ in 1...10 {
            let doctor = try Subprocess(
                [try Project.program("chat-server"), "doctor", url] + options
            )
            let text = try await doctor.output.end()
            found = (try await doctor.exit(), text + (try await doctor.errors.end()))
            if isFound(found) { break }
        }
        return found
    }

    /// Whether nothing is wrong.
    private static func isSound(_ found: Found) -> Bool { found.exit == .code(0) }

    /// Starts nginx before a server, with rules of its one location.
    private func proxy(
        before server: ServerProcess,
        _ rules: String,
        in folder: TemporaryFolder
    ) async throws -> (process: Subprocess, url: String) {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder.path)/\($0)_temp;" }.joined()
        let port = try await Project.freePort()
        let configuration = try folder.file(
            "nginx.conf",
            """
            daemon off; pid \(folder.path)/pid; error_log stderr notice; events {}
            http { access_log off; \(temporary)
              server { listen 127.0.0.1:\(port);
                location / { \(rules) proxy_pass http://\(server.address); } } }
            """
        )
        let process = try Subprocess(["nginx", "-c", configuration, "-e", "stderr"])
        try await process.errors.line(containing: "start worker process ")
        return (process, "http://127.0.0.1:\(port)")
    }

    @Test("Nothing is wrong with a server itself, over HTTP and TLS")
    func sound() async throws {
        let plain = try await ServerProcess()
        let found = try await diagnosis(plain.url(""), finding: Self.isSound, "--idle", "1")
        #expect(found.exit == .code(0), "\(found.text)")
        #expect(found.text.contains("ok     idle"), "\(found.text)")
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let secure = try await ServerProcess(in: folder, certificate.options)
        let url = "https://localhost:\(secure.port)"
        let trusted = try await diagnosis(
            url,
            finding: Self.isSound,
            "--tls-certificate",
            folder.path + "/certificate.pem"
        )
        #expect(trusted.text.contains("tls       TLS 1.3, h2"), "\(trusted.text)")
        #expect(trusted.text.contains("ok     pace"), "\(trusted.text)")
        let strange = try await diagnosis(url, finding: { $0.text.contains("not trusted") })
        #expect(strange.exit == .code(1))
        #expect(strange.text.contains("not trusted"), "\(strange.text)")
        let wrong = try await diagnosis(
            "https://\(plain.address)",
            finding: { $0.text.contains("no handshake") }
        )
        #expect(wrong.exit == .code(1) && wrong.text.contains("no handshake"), "\(wrong.text)")
    }

    @Test("Nothing is wrong with a server that has accounts, and no room yet")
    func accounts() async throws {
        let server = try await ServerProcess(["--auth", "accounts"])
        let found = try await diagnosis(server.url(""), finding: Self.isSound)
        #expect(found.exit == .code(0), "\(found.text)")
        #expect(found.text.contains("ok     stream    ndjson"), "\(found.text)")
        #expect(found.text.contains("operator alone"), "\(found.text)")
    }

    @Test("nginx as Debian has it is no trouble")
    func plainProxy() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let proxy = try await proxy(before: server, "", in: folder)
        let found = try await diagnosis(proxy.url, finding: Self.isSound)
        #expect(found.exit == .code(0), "\(found.text)")
        #expect(found.text.contains("nginx"), "\(found.text)")
        withExtendedLifetime(proxy.process) {}
    }

    @Test(
        "What a proxy does to streams is named",
        arguments: [
            ("proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;", "buffers"),
            ("gzip on; gzip_types *; gzip_proxied any; gzip_http_version 1.0;", "compresses"),
            ("proxy_read_timeout 1s;", "cut within"),
            ("proxy_set_header Host other.example;", "--host"),
            ("return 502;", "does not reach"),
        ]
    )
    func faults(_ rules: String, _ words: String) async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let proxy = try await proxy(before: server, rules, in: folder)
        let found = try await diagnosis(
            proxy.url,
            finding: { $0.text.contains("FAULT") && $0.text.contains(words) },
            "--idle",
            "3"
        )
        #expect(found.exit == .code(1), "\(found.text)")
        #expect(found.text.contains("FAULT") && found.text.contains(words), "\(found.text)")
        withExtendedLifetime(proxy.process) {}
    }

    @Test(
        "The configurations that operators are given pass streams on",
        arguments: ["nginx.conf", "haproxy.cfg", "Caddyfile"]
    )
    func given(_ name: String) async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        _ = try await Certificate(in: folder)
        let port = try await Project.freePort()
        let both = try folder.text("certificate.pem") + folder.text("key.pem")
        let pair = try folder.file("both.pem", both)
        // The places of this test in that of an operator's own.
        var text = try String(contentsOfFile: Project.root + "/contrib/" + name, encoding: .utf8)
        for (place, own) in [
            ("listen 443", "listen 127.0.0.1:\(port)"), ("bind :8443", "bind 127.0.0.1:\(port)"),
            ("127.0.0.1:8080", server.address), ("/etc/haproxy/chat.example.org.pem", pair),
            ("/etc/letsencrypt/live/chat.example.org/fullchain.pem", pair),
            ("/etc/letsencrypt/live/chat.example.org/privkey.pem", pair),
            (
                "chat.example.org {\n",
                "https://localhost:\(port) {\n\ttls \(pair) \(folder.path)/key.pem\n"
            ),
        ] { text = text.replacing(place, with: own) }
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder.path)/\($0)_temp;" }.joined()
        let start = "daemon off; pid \(folder.path)/pid; error_log stderr notice; events {}"
        let isNginx = name == "nginx.conf"
        if isNginx { text = "\(start) http { access_log off; \(temporary)\n\(text)}" }
        let isCaddy = name == "Caddyfile"
        if isCaddy { text = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + text }
        let configuration = try folder.file(name, text)
        let caddy = ["caddy", "run", "--adapter", "caddyfile", "--config", configuration]
        let process = try Subprocess(
            isNginx
                ? ["nginx", "-c", configuration, "-e", "stderr"]
                : isCaddy
                    ? ["env", "HOME=" + folder.path] + caddy : ["haproxy", "-f", configuration]
        )
        let certificate = folder.path + "/certificate.pem"
        let ready = try Subprocess([
            "curl", "-qsf", "--retry", "200", "--retry-delay", "1", "--retry-all-errors",
            "--cacert", certificate, "https://localhost:\(port)/readyz",
        ])
        #expect(try await ready.exit() == .code(0), "\(process.errors.text)")
        let url = "https://localhost:\(port)"
        let found = try await diagnosis(
            url,
            finding: Self.isSound,
            "--tls-certificate",
            certificate,
            "--idle",
            "1"
        )
        #expect(found.exit == .code(0), "\(found.text)")
        for part in ["h2", "ok     stream    sse", "ok     pace", "ok     idle"] {
            #expect(found.text.contains(part), "\(found.text)")
        }
    }

    @Test("Where nobody listens, and what is no address, is told")
    func nobody() async throws {
        let refused = try await diagnosis("http://127.0.0.1:1")
        #expect(refused.exit == .code(1) && refused.text.contains("refused"), "\(refused.text)")
        for (url, options) in [
            ("ftp://a", []), ("http://a", ["--idle", "0"]),
            ("http://127.0.0.1:99999", []), ("http://127.0.0.1:0", []), ("unix:/socket", []),
        ]
            as [(String, [String])]
        {
            let doctor = try Subprocess(
                [try Project.program("chat-server"), "doctor", url] + options
            )
            #expect(try await doctor.exit() == .code(64))
        }
    }
}
