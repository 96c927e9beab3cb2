import Glibc

@testable import ChatClient

/// A folder of a test's own, removed with what is in it.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() {
        let number = UInt64.random(in: 0...UInt64.max)
        path = "/tmp/burble-test-\(getpid())-\(String(number, radix: 36))"
    }

    var state: StateFolder { StateFolder(path: path) }

    /// The paths of the files in it.
    var files: [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe _ = closedir(folder) }
        var paths: [String] = []
        while let entry = unsafe readdir(folder) {
            // The name ends with a zero inside the entry.
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { paths.append("\(path)/\(name)") }
        }
        return paths
    }

    deinit {
        for file in files { _ = unsafe unlink(file) }
        _ = unsafe rmdir(path)
    }
}
