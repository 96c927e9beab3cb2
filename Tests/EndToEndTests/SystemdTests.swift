import ChatProtocol
import Foundation
import Glibc
import Testing

/// A server under a service manager: a socket that is there before it, and what it tells of itself.
@Suite(.timeLimit(.minutes(10))) struct SystemdTests {
    /// A manager: it listens, starts the server with the socket as descriptor 3, starts it anew for
    /// each line of its input, and prints the address, each notification and each end.
    private static let manager = """
        import os, socket, subprocess, sys, threading
        program, folder, hold = sys.argv[1], sys.argv[2], sys.argv[3:]
        listening = socket.create_server(("127.0.0.1", 0))
        print("address %s:%d" % listening.getsockname(), flush=True)
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        told.bind(folder + "/notify")
        def hear():
            while True:
                print("told", told.recv(4096).decode().replace("\\n", " "), flush=True)
        threading.Thread(target=hear, daemon=True).start()
        def hand_over():
            os.dup2(listening.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()),
                NOTIFY_SOCKET=folder + "/notify", WATCHDOG_USEC="200000")
        def start():
            return subprocess.Popen([program, "--data", folder + "/data"] + hold,
                close_fds=False, preexec_fn=hand_over)
        server = start()
        print("pid", server.pid, flush=True)
        for line in sys.stdin:
            server.terminate()
            print("ended", server.wait(), flush=True)
            input_line = line.strip()
            if input_line == "end": break
            if input_line == "pause": continue
            server = start()
        """

    private func start(_ folder: TemporaryFolder) async throws -> (Subprocess, address: String) {
        let manager = try Subprocess([
            "python3", "-c", Self.manager, try Project.program("chat-server"), folder.path,
            "--rate-limit", "0",
        ])
        let line = try await manager.output.line(containing: "address ")
        return (manager, line.replacing("address ", with: ""))
    }

    private func post(_ text: String, at address: String) throws -> Subprocess {
        try Subprocess([
            "curl", "-qsSi", "--max-time", "240", "-u", "alice:", "-d", text,
            "http://\(address)/rooms/general/messages",
        ])
    }

    @Test("It serves the socket that is there, and tells when it is ready, alive and ending")
    func told() async throws {
        let folder = try TemporaryFolder()
        let (manager, address) = try await start(folder)
        let ready = try await manager.output.line(containing: "told READY=1")
        #expect(ready.contains("STATUS=serving \(address)"))
        try await manager.output.line(containing: "told WATCHDOG=1")
        let post = try post("hello", at: address)
        #expect(Reply(try await post.output.end())?.status == 201)
        manager.write("end\n")
        try await manager.output.line(containing: "told STOPPING=1")
        try await manager.output.line(containing: "ended 0")
    }

    @Test("Who comes while it is started anew waits, and is answered by the next one")
    func handedOver() async throws {
        let folder = try TemporaryFolder()
        let (manager, address) = try await start(folder)
        try await manager.output.line(containing: "told READY=1")
        manager.write("pause\n")
        try await manager.output.line(containing: "ended 0")
        let waiting = try post("meanwhile", at: address)
        manager.write("again\n")
        #expect(Reply(try await waiting.output.end())?.status == 201)
        manager.write("end\n")
        try await manager.exit()
    }

    @Test("A reload is answered")
    func reload() async throws {
        let folder = try TemporaryFolder()
        let (manager, _) = try await start(folder)
        let line = try await manager.output.line(containing: "pid ")
        let pid = try #require(Int32(line.replacing("pid ", with: "")))
        try await manager.output.line(containing: "told READY=1")
        kill(pid, SIGHUP)
        try await manager.output.line(wanted: "RELOADING") { line in
            line.contains(/told RELOADING=1 MONOTONIC_USEC=\d+/)
        }
        manager.write("end\n")
        try await manager.exit()
    }

    @Test("A socket that cannot be served is refused in words")
    func refused() async throws {
        let folder = try TemporaryFolder()
        let server = try Subprocess([
            "sh", "-c", #"LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" --data "$1" 3</dev/null"#,
            try Project.program("chat-server"), folder.path + "/data",
        ])
        #expect(try await server.exit() == .code(64))
        #expect(try await server.errors.end().contains("LISTEN_FDS"))
    }
}
