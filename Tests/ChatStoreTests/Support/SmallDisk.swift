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

    /// Takes all the room that is left.
    ///
    /// - Returns: the file that holds it.
    func fill() throws -> String {
        let ballast = path + "/ballast"
        let descriptor = unsafe open(ballast, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(descriptor) }
        let page = [UInt8](repeating: 0x78, count: 4096)
        // The bytes are there until the call returns.
        while unsafe write(descriptor, page, page.count) > 0 {}
        return ballast
    }

    deinit {
        unsafe umount2(path, Int32(MNT_DETACH))
        unsafe rmdir(path)
    }
}
