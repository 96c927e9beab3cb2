import Glibc

/// A file that is read at once.
enum SmallFile {
    /// Reads the beginning of a file.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - limit: bytes at the most.
    /// - Returns: the bytes; `nil` if it cannot be read.
    static func contents(of path: String, upTo limit: Int) -> ArraySlice<UInt8>? {
        // The path is copied by the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        // The call fills at most as many bytes as there are.
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : bytes[..<count]
    }
}
