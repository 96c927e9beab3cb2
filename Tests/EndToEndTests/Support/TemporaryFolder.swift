import Foundation

/// A folder for one test, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    /// Makes one.
    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/burble-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Takes one that is there, or that a program makes.
    init(existing path: String) {
        self.path = path
    }

    deinit {
        // Whatever remains lies in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file into it.
    func file(_ name: String, _ text: String) throws -> String {
        try file(name, bytes: Array(text.utf8))
    }

    /// Writes a file of any bytes into it.
    func file(_ name: String, bytes: [UInt8]) throws -> String {
        let path = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Makes a program in it.
    ///
    /// Another process writes it: one that starts from here meanwhile would hold the file open for
    /// a moment, and no file is run that is open for writing. Source: execve(2), ETXTBSY.
    ///
    /// - Parameter name: its path in the folder; the folders on the way are made.
    /// - Throws: what the system says where it is not made.
    func program(_ name: String, _ text: String) async throws {
        let source = try file(UUID().uuidString, text)
        let install = try Subprocess(["install", "-D", "-m", "755", source, path + "/" + name])
        guard try await install.exit() == .code(0) else {
            throw Output.Missing(description: "no program \(name): \(install.errors.text)")
        }
    }

    /// Reads a file in it.
    func text(_ name: String) throws -> String {
        try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }
}
