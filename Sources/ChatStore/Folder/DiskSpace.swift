import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a data folder may still take: its disk keeps a floor free, and its log has a quota.
///
/// Each question costs some microseconds.
package final class DiskSpace: Sendable {
    /// The largest floor that a disk is given by itself, in bytes, and the part of a small one.
    package static let usualFloor: Int64 = 64 * 1024 * 1024
    private static let usualPart: Int64 = 20

    private let folder: String
    private let bounds: Mutex<(floor: Int64, quota: Int64)>

    /// Takes the bounds.
    ///
    /// - Parameters:
    ///   - folder: on the disk; it is there.
    ///   - floor: bytes that stay free; 0 is none, `nil` the usual: ``usualFloor``, or a twentieth
    ///     of a small disk.
    ///   - quota: bytes of the log's files; 0 is no quota.
    package init(folder: String, floor: Int64?, quota: Int64 = 0) {
        self.folder = folder
        bounds = Mutex((floor ?? Self.usualFloor(of: folder), quota))
    }

    /// Takes other bounds, for what is asked from now on; does not suspend.
    ///
    /// - Parameters:
    ///   - floor: as at the start.
    ///   - quota: as at the start.
    package func change(floor: Int64?, quota: Int64 = 0) {
        let floor = floor ?? Self.usualFloor(of: folder)
        bounds.withLock { $0 = (floor, quota) }
    }

    private static func usualFloor(of folder: String) -> Int64 {
        min(usualFloor, disk(of: folder).map { $0.size / usualPart } ?? 0)
    }

    /// Why nothing more may be written; `nil` while it may.
    ///
    /// Does not suspend.
    ///
    /// - Parameter bytes: that are about to be written.
    /// - Returns: `diskFloor` or `logQuota`.
    package func refusal(beside bytes: Int64 = 0) -> StoreError? {
        let (floor, quota) = bounds.withLock { $0 }
        if floor > 0, let free = Self.disk(of: folder)?.free, free - bytes < floor {
            return .diskFloor(limit: floor, free: free)
        }
        guard quota > 0 else { return nil }
        let used = ["", "-wal"].reduce(0) { $0 + Self.size(of: folder + "/burble.sqlite" + $1) }
        return used + bytes > quota ? .logQuota(limit: quota, bytes: used) : nil
    }

    /// What the system does not tell bounds nothing: the write itself then fails.
    private static func disk(of folder: String) -> (free: Int64, size: Int64)? {
        var disk = statvfs()
        // The call reads the path and fills in the value that it is given.
        guard unsafe statvfs(folder, &disk) == 0 else { return nil }
        let block = Int64(clamping: disk.f_frsize)
        func bytes(_ blocks: UInt) -> Int64 {
            Int64(clamping: blocks).multipliedReportingOverflow(by: block).partialValue
        }
        return (bytes(disk.f_bavail), bytes(disk.f_blocks))
    }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        // Writes one `stat` to an address that lives until the call returns.
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
