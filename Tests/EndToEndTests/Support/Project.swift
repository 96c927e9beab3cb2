import Foundation

/// Where things lie.
enum Project {
    /// The project's top folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The programs under test: built beside this test, or where `BURBLE_BIN` says.
    static func program(_ name: String) throws -> String {
        let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().path
        let folder = ProcessInfo.processInfo.environment["BURBLE_BIN"] ?? built
        let path = folder + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Subprocess.Failure(
                description: "no \(name) in \(folder): build it, or name its folder in BURBLE_BIN"
            )
        }
        return path
    }

    /// Python with what Tests/Clients/requirements.txt names.
    static func python() throws -> String {
        let path = root + "/.venv/bin/python"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Subprocess.Failure(description: "no .venv: run scripts/setup.sh test")
        }
        return path
    }

    /// A port of this machine that nobody listens at, for who has to know it before it listens.
    ///
    /// It is none of those that the system gives to connections and to who asks for any: one of
    /// these may go to another test at any moment.
    static func freePort() async throws -> String {
        let words = """
            import random, socket
            def free(port):
                kinds = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
                return all(socket.socket(kind).connect_ex((host, port)) for kind, host in kinds)
            print(next(filter(free, iter(lambda: random.randrange(20000, 32768), None))))
            """
        let python = try Subprocess(["python3", "-c", words])
        return try await python.output.line()
    }

    /// A script of Tests/Clients.
    static func client(_ name: String) -> String { root + "/Tests/Clients/" + name }
}
