import ChatProtocol

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
// Where the compiler sees `stat` declared on Linux.
import CDispatch
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the system tells of this process and its disk.
struct ProcessFigures: Hashable, Sendable {
    /// Bytes of memory in use (resident).
    var memory: Int64 = 0
    /// Open file descriptors.
    var descriptors = 0
    /// Processor time since the start.
    var processor = Duration.zero
    /// Bytes of the files in the data folder itself, and bytes free on its disk.
    var data: Int64 = 0
    var free: Int64 = 0

    /// Reads the figures; what the system does not tell is 0.
    ///
    /// Blocks for some tens of microseconds, and longer with tens of thousands of descriptors.
    ///
    /// - Returns: the figures of this moment.
    static func now(dataFolder folder: String) -> ProcessFigures {
        var figures = ProcessFigures()
        figures.memory = residentBytes()
        figures.descriptors = descriptorCount()
        figures.processor = processorTime()
        figures.data = fileBytes(in: folder)
        figures.free = freeBytes(of: folder)
        return figures
    }

    /// Bytes of memory in use; 0 where the system does not tell.
    ///
    /// Source: proc(5), `/proc/pid/statm`: the second field is the resident pages.
    static func residentBytes() -> Int64 {
        // A system without /proc tells nothing.
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return 0
        }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int64($0) } ?? 0
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The descriptors that are open now; blocks for a moment.
    static func descriptorCount() -> Int {
        // Linux tells their number as the folder's size since 6.2; before, they are listed.
        if let size = status(of: "/proc/self/fd")?.st_size, size > 0 { return Int(size) }
        let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        // The listing itself holds one.
        return max(0, (names?.count ?? 1) - 1)
    }

    private static func processorTime() -> Duration {
        var usage = rusage()
        // The call only fills in the value that it is given.
        guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else {
            return .zero
        }
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let micros = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return .seconds(seconds) + .microseconds(micros)
    }

    private static func fileBytes(in folder: String) -> Int64 {
        // A folder that went away has no bytes.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.prefix(fileLimit).reduce(0) { total, name in
            guard let status = status(of: folder + "/" + name), status.st_mode & S_IFMT == S_IFREG
            else { return total }
            return total + Int64(status.st_size)
        }
    }

    /// Files of the folder that are looked at; the log has a handful.
    private static let fileLimit = 64

    private static func freeBytes(of folder: String) -> Int64 {
        var disk = statvfs()
        // The call reads the path and fills in the value that it is given.
        guard unsafe statvfs(folder, &disk) == 0 else { return 0 }
        return Int64(clamping: disk.f_bavail) * Int64(clamping: disk.f_frsize)
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        // The call reads the path and fills in the value that it is given.
        return unsafe stat(path, &status) == 0 ? status : nil
    }
}
