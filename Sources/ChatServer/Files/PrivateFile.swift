#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A small file that only the server's own user can read, and that appears whole.
enum PrivateFile {
    /// Writes it, in the place of one that may be there.
    ///
    /// Blocks for the disk.
    ///
    /// - Parameters:
    ///   - text: what it holds.
    ///   - path: where; what lies at `path` with `.new` behind it goes, and no link is followed.
    /// - Throws: what the system said.
    static func write(_ text: String, to path: String) throws(FileFailure) {
        let draft = path + ".new"
        // What lies there, of a crash or of another one's making, is neither written nor followed.
        unsafe unlink(draft)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(draft, flags, 0o600)
        guard descriptor >= 0 else { throw .last("write", draft) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        // The array outlives the call and its own count bounds it.
        let count = unsafe bytes.withUnsafeBytes { bytes in
            unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        }
        guard count == bytes.count, fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0,
            unsafe rename(draft, path) == 0
        else { throw .last("write", path) }
    }
}
