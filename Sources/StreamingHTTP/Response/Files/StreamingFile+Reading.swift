public import NIOCore
import NIOPosix

extension StreamingFile {
    /// The file's bytes now: more than when it was opened if somebody appended to it.
    ///
    /// Suspends for the disk.
    ///
    /// - Returns: the count.
    /// - Throws: when the disk fails.
    public func size() async throws -> Int64 {
        try await NonBlockingFileIO(threadPool: .singleton).readFileSize(fileHandle: file.handle)
    }

    /// Whether two are the same file of the disk: a log that was moved away is not the one that
    /// then has its name.
    ///
    /// - Parameter other: opened at any time.
    /// - Returns: false if there are two.
    public func isSameFile(as other: StreamingFile) -> Bool {
        file.place == other.file.place
    }

    /// Reads a piece of the file, for a generator that follows it while it grows.
    ///
    /// Suspends for the disk.
    ///
    /// - Parameters:
    ///   - position: of the first byte, 0 or more.
    ///   - byteCount: the most that is read, 1 or more.
    /// - Returns: the bytes; empty at the end of the file.
    /// - Throws: when the disk fails.
    public func read(at position: Int64, atMost byteCount: Int) async throws -> ByteBuffer {
        try await NonBlockingFileIO(threadPool: .singleton).read(
            fileHandle: file.handle,
            fromOffset: position,
            byteCount: byteCount,
            allocator: ByteBufferAllocator()
        )
    }
}
