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

    /// The bytes of each file in it but the lock, by name.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != "lock" {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        }
        return contents
    }
}
