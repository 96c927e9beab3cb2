import Glibc
import NIOCore

#if os(Linux)
// Of the modules that hold `stat` the compiler takes the one that was loaded first.
import CNIOLinux
#endif

/// A file that was opened once: what is said of it and what is sent of it are the same file's.
final class OpenFile: Sendable {
    /// Closed with this object.
    let handle: NIOFileHandle
    /// Bytes when it was opened.
    let size: Int
    /// Its device, and its number there: the same as long as it is open.
    let place: [UInt64]
    /// Names this content, in quotes.
    let entityTag: String
    /// When it was changed, in seconds since the beginning of 1970; `nil` where a tag of the
    /// content itself says more: the file's time may tell what else was done with it.
    let changed: Int?
    /// The same as HTTP writes it.
    let lastModified: String?

    /// Opens a file.
    ///
    /// Blocks for the disk.
    ///
    /// - Parameters:
    ///   - folder: which it cannot leave; `nil` if there is no such regular file.
    ///   - tag: names its content; `nil` for one of its size and time of change.
    /// - Throws: what the system said of a file that may be there.
    init?(_ path: FolderPath, in folder: String, entityTag tag: String? = nil) throws(IOError) {
        guard let descriptor = try path.open(in: folder) else { return nil }
        var status = stat()
        // Writes one `stat` to an address that lives until the call returns.
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor)
        size = Int(status.st_size)
        place = [UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino)]
        let seconds = Int(status.st_mtim.tv_sec)
        let parts = [seconds, Int(status.st_mtim.tv_nsec), size].map { String($0, radix: 16) }
        entityTag = tag ?? "\"\(parts.joined(separator: "-"))\""
        changed = tag == nil ? seconds : nil
        lastModified = changed.map { HTTPDate.text($0) }
    }

    /// Whether the file still has bytes up to a place.
    ///
    /// Asked before the kernel is told to send them, which would try again and again.
    ///
    /// - Returns: false also when the file cannot be asked.
    func reaches(_ end: Int) -> Bool {
        let size = try? handle.withUnsafeFileDescriptor { descriptor in
            var status = stat()
            // Writes one `stat` to an address that lives until the call returns.
            return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        }
        return size.map { $0 >= end } ?? false
    }

    deinit {
        // Nobody else can have closed it.
        try? handle.close()
    }
}
