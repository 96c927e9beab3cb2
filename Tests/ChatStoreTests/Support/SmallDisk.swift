import Foundation
import Glibc

/// A file system of one megabyte, for one test.
final class SmallDisk: Sendable {
    let path: String

    /// Whether this process may mount one.
    static let isAllowed: Bool = (try? SmallDisk()) != nil

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("burble-disk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
        guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=1m") == 0 else {
            unsafe rmdir(path)
            throw CocoaError(.fileWriteNoPermission)
        }
    }

    deinit {
        unsafe umount2(path, Int32(MNT_DETACH))
        unsafe rmdir(path)
    }
}
