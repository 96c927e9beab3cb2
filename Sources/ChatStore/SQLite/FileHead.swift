import Glibc

/// The size and the first bytes of a file, read without a change to it.
struct FileHead {
    let size: Int64
    /// Up to ``SQLiteHeader/length`` bytes.
    let bytes: [UInt8]

    /// Reads a file; `nil` when there is none.
    ///
    /// - Throws: `unavailable` when it is there and cannot be read.
    init?(path: String) throws(StoreError) {
        // Without waiting, should it be a pipe.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system("read", path)
        }
        defer { close(descriptor) }
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        guard unsafe fstat(descriptor, &facts) == 0 else { throw .system("read", path) }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw .unavailable("\(path) is not a regular file")
        }
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
