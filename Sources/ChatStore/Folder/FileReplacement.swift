#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Puts a small file in the place of another, whole or not at all.
enum FileReplacement {
    /// Writes a file for its owner alone.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - bytes: all of it.
    ///   - path: of the file.
    ///   - isSynchronized: whether it is on the disk when it comes into its place; the folder's
    ///     list of files is not forced there.
    /// - Throws: what the system said.
    static func write(
        _ bytes: [UInt8],
        to path: String,
        isSynchronized: Bool
    ) throws(StoreError) {
        let draft = path + ".part"
        // Of a run that was cut off.
        unsafe unlink(draft)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(draft, flags, 0o600)
        guard descriptor >= 0 else { throw .system("make", draft) }
        defer { close(descriptor) }
        // The call reads as many bytes as there are, and keeps none of them.
        let count = unsafe bytes.withUnsafeBytes { bytes in
            unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        }
        guard count == bytes.count else { throw .system("write", draft) }
        if isSynchronized, fsync(descriptor) != 0 { throw .system("synchronize", draft) }
        guard unsafe rename(draft, path) == 0 else { throw .system("rename", draft) }
    }
}
