#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The size and the first bytes of a file, read without a change to it.
struct FileHead {
    let size: Int64
    /// Up to ``SQLiteHeader/length`` bytes.
    let bytes: [UInt8]

    /// Reads a file; `nil` when there is none.
    ///
    /// - Parameter path: of the file.
    /// - Throws: `unavailable` when it is there and cannot be read.
    init?(path: String) throws(StoreError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system("read", path)
        }
        defer { close(descriptor) }
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .system("read", path) }
        size = Int64(end)
        var buffer = [UInt8](repeating: 0, count: SQLiteHeader.length)
        // The buffer outlives the call and its own count bounds it.
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe pread(descriptor, bytes.baseAddress, bytes.count, 0)
        }
        guard count >= 0 else { throw .system("read", path) }
        bytes = Array(buffer.prefix(count))
    }
}

extension StoreError {
    /// What the system said about a file, in words.
    ///
    /// - Parameters:
    ///   - verb: what was tried.
    ///   - path: of the file or folder.
    /// - Returns: `storageFull` or `unavailable`.
    static func system(_ verb: String, _ path: String) -> StoreError {
        let code = errno
        if code == ENOSPC { return .storageFull }
        // The text is the C library's own and is copied at once.
        let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return .unavailable("cannot \(verb) \(path): \(words)")
    }
}
