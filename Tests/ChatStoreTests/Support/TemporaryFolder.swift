import Foundation

/// A folder for one test, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    /// Makes one.
    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("burble-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.resolvingSymlinksInPath().path
    }

    /// Takes one that is there.
    init(existing path: String) {
        self.path = path
    }

    deinit {
        // Whatever remains lies in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The database's file in it.
    var database: String { path + "/burble.sqlite" }

    /// Puts another folder's file in the place of one, without what SQLite keeps beside it.
    func replace(_ name: String, from other: TemporaryFolder) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: other.path + "/" + name))
        for ending in ["-wal", "-shm"] {
            // Mostly there is none after a proper end.
            try? FileManager.default.removeItem(atPath: path + "/" + name + ending)
        }
        try bytes.write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// Writes a file.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// The bytes of each file in it but the lock, by name.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != "lock" {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        }
        return contents
    }
}
