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

    /// A script of Tests/Clients.
    static func client(_ name: String) -> String { root + "/Tests/Clients/" + name }
}
