import ChatStore
import Glibc
import NIOCore
import NIOPosix

/// Files in the database of the log, in parts.
struct TableVault: FileVault {
    /// Bytes of a part: what a server holds of a file in memory.
    private static let partBytes = 1024 * 1024

    let store: ChatStore
    let pool: NIOThreadPool

    func keep(_ file: StoredFile, from path: String) async throws {
        guard try await !store.beginFile(file.hash, size: file.size) else { return }
        // The path lives until the call returns.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw FileFailure.last("read", path) }
        defer { close(descriptor) }
        var part: Int64 = 0
        while part * Int64(Self.partBytes) < file.size {
            let offset = part * Int64(Self.partBytes)
            let bytes = try await pool.runIfActive {
                try Self.read(descriptor, at: offset, of: path)
            }
            try await store.keepPart(bytes, part, of: file.hash)
            part += 1
        }
        try await store.finishFile(file.hash)
    }

    private static func read(
        _ descriptor: CInt,
        at offset: Int64,
        of path: String
    ) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: partBytes)
        var count = 0
        while count < bytes.count {
            // The buffer outlives the call and its own count bounds it.
            let read = unsafe bytes.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[count...])
                return unsafe pread(
                    descriptor,
                    rest.baseAddress,
                    rest.count,
                    off_t(offset) + off_t(count)
                )
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw FileFailure.last("read", path) }
            guard read > 0 else { break }
            count += read
        }
        return Array(bytes.prefix(count))
    }

    func fetch(_ hash: String, into file: IncomingFile) async throws -> Bool {
        guard let size = try await store.fileSize(hash) else { return false }
        var part: Int64 = 0
        while file.count < size {
            guard let bytes = try await store.filePart(part, of: hash) else { return false }
            try await pool.runIfActive { try file.append(ByteBuffer(bytes: bytes)) }
            part += 1
        }
        return true
    }

    func remove(_ hash: String, olderThan seconds: Int) async throws -> Bool {
        try await store.dropFile(hash, olderThan: Int64(seconds) * 1000)
    }

    func list() async throws -> [(file: StoredFile, isWhole: Bool)] {
        try await store.keptFiles().map { kept in
            (StoredFile(hash: kept.sha256, size: kept.size), kept.isWhole)
        }
    }
}
