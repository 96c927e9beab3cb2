import Glibc
import NIOCore
import NIOPosix

/// A file of the person's own that is sent, or the beginning of one that is being fetched.
///
/// Reads and writes are done on threads that may block.
final class LocalFile: Sendable {
    /// Bytes of a read.
    static let pieceBytes = 256 * 1024

    let path: String
    private let descriptor: CInt

    /// Opens a file to be sent.
    ///
    /// - Throws: why it cannot be read.
    init(reading path: String) throws(TransferFailure) {
        self.path = path
        // Without waiting, should it be a pipe.
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw TransferFailure(last: path) }
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        guard unsafe fstat(descriptor, &facts) == 0 else { throw TransferFailure(last: path) }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw TransferFailure("\(path): it is a folder", isOfFile: true)
        default: throw TransferFailure("\(path): it is not a plain file", isOfFile: true)
        }
    }

    /// Opens what an earlier try has fetched, or begins it.
    ///
    /// - Parameter path: of a file for the beginning.
    /// - Throws: why it cannot be written, also when another client fetches it at present.
    init(fetchingTo path: String) throws(TransferFailure) {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            // A file that is made by this is refused for its folder, which alone the person named.
            let code = errno
            let isOfFolder = [ENOENT, ENOTDIR, EACCES, EROFS].contains(code)
            let place = isOfFolder ? Self.folder(of: path) : path
            throw TransferFailure(FileError(path: place, code: code).description, isOfFile: true)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw TransferFailure("\(path): it is being fetched already")
        }
    }

    /// The folder of a path.
    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Bytes that it has.
    var size: Int64 { Int64(max(0, lseek(descriptor, 0, SEEK_END))) }

    /// Reads a piece.
    ///
    /// Suspends for the disk.
    ///
    /// - Returns: empty at the end.
    /// - Throws: why it cannot be read.
    func read(at position: Int64) async throws -> ByteBuffer {
        try await NIOThreadPool.singleton.runIfActive {
            var buffer = ByteBufferAllocator().buffer(capacity: Self.pieceBytes)
            // The buffer outlives the call and its own count bounds it.
            let count = unsafe buffer.writeWithUnsafeMutableBytes(
                minimumWritableBytes: Self.pieceBytes
            ) { bytes in
                unsafe max(
                    0,
                    pread(self.descriptor, bytes.baseAddress, bytes.count, off_t(position))
                )
            }
            return count > 0 ? buffer : ByteBuffer()
        }
    }

    /// Appends a piece.
    ///
    /// Suspends for the disk.
    ///
    /// - Throws: why it cannot be written.
    func write(_ bytes: ByteBuffer, at position: Int64) async throws {
        let failure = try await NIOThreadPool.singleton.runIfActive { () -> TransferFailure? in
            var rest = bytes
            var place = position
            while rest.readableBytes > 0 {
                // The buffer outlives the call and its own count bounds it.
                let count = unsafe rest.withUnsafeReadableBytes { bytes in
                    unsafe pwrite(self.descriptor, bytes.baseAddress, bytes.count, off_t(place))
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return TransferFailure(last: self.path) }
                rest.moveReaderIndex(forwardBy: count)
                place += Int64(count)
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Forgets what was fetched.
    func empty() throws(TransferFailure) {
        guard ftruncate(descriptor, 0) == 0 else { throw TransferFailure(last: path) }
    }

    /// Removes it.
    func remove() throws(TransferFailure) {
        // The path is copied by the call.
        guard unsafe unlink(path) == 0 else { throw TransferFailure(last: path) }
    }

    /// Gives what was fetched its name, and another one if there is a file of that name.
    ///
    /// Blocks for the disk.
    ///
    /// - Parameter target: the path that is wanted.
    /// - Returns: the path that it has; nothing was overwritten.
    /// - Throws: why it has none.
    func place(at target: String) throws(TransferFailure) -> String {
        guard fsync(descriptor) == 0 else { throw TransferFailure(last: path) }
        for number in 0..<Self.nameTries {
            let name = number == 0 ? target : Self.numbered(target, number)
            // Both texts are copied by the call.
            if unsafe link(path, name) == 0 {
                unsafe unlink(path)
                return name
            }
            guard errno == EEXIST else { throw TransferFailure(last: name) }
        }
        throw TransferFailure("\(target): there are \(Self.nameTries) files of that name")
    }

    /// Names that are tried before giving up.
    private static let nameTries = 1_000

    /// `report-1.pdf` of `report.pdf`.
    static func numbered(_ path: String, _ number: Int) -> String {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[slash...].lastIndex(of: "."), dot > slash else {
            return "\(path)-\(number)"
        }
        return "\(path[..<dot])-\(number)\(path[dot...])"
    }

    deinit {
        close(descriptor)
    }
}

extension TransferFailure {
    /// What the system said last of a file.
    fileprivate init(last path: String) {
        self.init(FileError(path: path, code: errno).description, isOfFile: true)
    }
}
