import ChatProtocol
import Foundation
import Testing

/// A server at several addresses.
@Suite(.timeLimit(.minutes(10))) struct ListenTests {
    /// Starts a server, and waits until it listens at so many addresses.
    private func start(
        _ options: [String],
        in folder: TemporaryFolder,
        count: Int
    ) async throws -> (process: Subprocess, addresses: [String]) {
        let process = try Subprocess(
            [try Project.program("chat-server"), "--data", folder.path] + options
        )
        var addresses: [String] = []
        for _ in 0..<count {
            let line = try await process.errors.line(containing: " listening address=")
            let word = line.split(separator: " ").first { $0.hasPrefix("address=") }
            addresses.append(String(word?.dropFirst("address=".count) ?? ""))
        }
        return (process, addresses)
    }

    private func status(_ words: String...) async throws -> String {
        let curl = try Subprocess(
            ["curl", "-qsS", "--max-time", "240", "-o", "/dev/null", "-w", "%{http_code}"] + words
        )
        return try await curl.output.end()
    }

    @Test("It serves each address, with TLS or in the clear as it says, and leaves no socket")
    func several() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let socket = folder.path + "/s.sock"
        let (server, addresses) = try await start(
            certificate.options + [
                "--listen", "127.0.0.1:0", "--listen", "http://[::1]:0", "--listen",
                "unix:\(socket)",
            ],
            in: folder,
            count: 3
        )
        let trust = ["--cacert", certificate.path]
        let secure = "https://\(addresses[0].replacing("127.0.0.1", with: "localhost"))"
        #expect(try await status(trust[0], trust[1], "-4", "\(secure)/healthz") == "200")
        #expect(try await status("-g", "http://\(addresses[1])/healthz") == "200")
        #expect(addresses[2] == "unix:\(socket)")
        let local = ["--unix-socket", socket]
        #expect(try await status(local[0], local[1], "http://any/healthz") == "200")
        // What a Unix socket may be called is no name of the others.
        let named = ["-H", "Host: any", "-g", "http://\(addresses[1])/rooms"]
        #expect(try await status(named[0], named[1], named[2], named[3]) == "421")
        let noted = try String(contentsOfFile: folder.path + "/address", encoding: .utf8)
        #expect(noted == addresses.map { "\($0)\n" }.joined())
        try await server.stops()
        #expect(!FileManager.default.fileExists(atPath: socket))
    }

    @Test("A socket of a relative path is noted so that it is known from another folder")
    func relativeSocket() async throws {
        let folder = try TemporaryFolder()
        let words = ["sh", "-c", #"cd "$0" && exec "$@""#, folder.path]
        let server = try Subprocess(
            words + [
                try Project.program("chat-server"), "--data", "data", "--listen", "unix:s.sock",
                "--auth", "accounts",
            ]
        )
        try await server.errors.line(containing: " listening address=unix:s.sock")
        #expect(try folder.text("data/address") == "unix:\(folder.path)/s.sock\n")
        // The folder's token is sent to it, however its path is written.
        for path in ["\(folder.path)/s.sock", "\(folder.path)/data/..//s.sock"] {
            let list = try Subprocess([
                try Project.program("chat-server"), "user", "list", "--data",
                folder.path + "/data", "--server", "unix:\(path)",
            ])
            #expect(try await list.exit() == .code(0), "\(list.errors.text)")
        }
        try await server.stops()
    }

    @Test("A password is refused at the address in the clear alone")
    func passwords() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        // What comes through this machine's proxy was in the clear unless the proxy says otherwise.
        let (server, addresses) = try await start(
            certificate.options + [
                "--listen", "localhost:0,http://127.0.0.1:0", "--trusted-proxy", "127.0.0.0/8",
                "--trusted-proxy", "::1",
            ],
            in: folder,
            count: 2
        )
        let secure = try await status(
            "--cacert",
            certificate.path,
            "-u",
            "ann:a long password",
            "https://\(addresses[0])/me"
        )
        #expect(secure == "401")
        let clear = "http://\(addresses[1])/me"
        let mark = "X-Forwarded-For: 192.0.2.1"
        #expect(try await status("-u", "ann:a long password", "-H", mark, clear) == "403")
        // A proxy of this machine leaves its mark, so this is the machine itself.
        #expect(try await status("-u", "ann:a long password", clear) == "401")
        try await server.stops()
    }

    @Test("Where one address is taken, it says which, and serves none")
    func taken() async throws {
        let other = try await ServerProcess()
        let folder = try TemporaryFolder()
        let socket = folder.path + "/s.sock"
        let server = try Subprocess([
            try Project.program("chat-server"), "--data", folder.path, "--listen",
            "unix:\(socket)", "--listen", "127.0.0.1:0", "--listen", other.address,
        ])
        #expect(try await server.exit() == .code(1))
        let words = try await server.errors.end()
        #expect(words.contains("cannot listen on \(other.address)"), "\(words)")
        #expect(!words.contains("listening address="), "\(words)")
        #expect(!FileManager.default.fileExists(atPath: socket))
    }

    @Test("Addresses are read from a list of the file, and IPv6 beside IPv4 on one port")
    func file() async throws {
        let folder = try TemporaryFolder()
        let port = try await Project.freePort()
        let config = try folder.file(
            "server.yaml",
            "listen: [\"127.0.0.1:\(port)\", \"[::1]:\(port)\"]\nauth: accounts\n"
        )
        let (server, addresses) = try await start(["--config", config], in: folder, count: 2)
        #expect(addresses == ["127.0.0.1:\(port)", "[::1]:\(port)"])
        try await server.stops()
    }

    @Test("All sockets of a service manager are served")
    func inherited() async throws {
        let folder = try TemporaryFolder()
        let manager = """
            import os, socket, sys
            sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
            for number, each in enumerate(sockets):
                os.dup2(os.dup(each.fileno()), 10 + number)
            for number in range(2):
                os.dup2(10 + number, 3 + number)
                os.set_inheritable(3 + number, True)
            os.environ.update(LISTEN_FDS="2", LISTEN_PID=str(os.getpid()))
            os.execv(sys.argv[1], sys.argv[1:])
            """
        let server = try Subprocess([
            "python3", "-c", manager, try Project.program("chat-server"), "--data", folder.path,
        ])
        for _ in 0..<2 {
            let line = try await server.errors.line(containing: " listening address=")
            let address = try #require(line.firstMatch(of: /address=(\S+)/)).1
            #expect(try await status("http://\(address)/healthz") == "200")
        }
        try await server.stops()
    }
}
