import ContentHash
import Glibc

/// A stored file that is read whole, hashed on the way, and copied if that is wanted.
///
/// Its functions block for the disk.
struct HashedFile {
    private static let pieceBytes = 256 * 1024

    let path: String

    /// Reads it.
    ///
    /// - Returns: the hash of its bytes, 64 hexadecimal digits.
    func digest() throws(FileFailure) -> String {
        try read { _ throws(FileFailure) in }
    }

    /// Copies it to where nothing is yet, on the disk when this returns.
    ///
    /// - Parameter target: the copy's path; others have no right to it.
    /// - Returns: the hash of its bytes.
    /// - Throws: what the system said; the copy may be there in part.
    func copy(to target: String) throws(FileFailure) -> String {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let copy = unsafe open(target, flags, 0o600)
        guard copy >= 0 else { throw .last("make", target) }
        defer { close(copy) }
        let hash = try read { bytes throws(FileFailure) in try Self.write(bytes, to: copy, target) }
        guard fsync(copy) == 0 else { throw .last("synchronize", target) }
        return hash
    }

    private func read(
        _ take: (ArraySlice<UInt8>) throws(FileFailure) -> Void
    ) throws(FileFailure) -> String {
        // The path lives until the call returns.
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .last("read", path) }
        defer { close(descriptor) }
        var hash = SHA256()
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        while true {
            // The buffer outlives the call and its own count bounds it.
            let count = unsafe piece.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last("read", path) }
            guard count > 0 else { return hash.hexadecimal }
            hash.update(piece.span.extracting(first: count))
            try take(piece[..<count])
        }
    }

    private static func write(
        _ bytes: ArraySlice<UInt8>,
        to descriptor: CInt,
        _ path: String
    ) throws(FileFailure) {
        var rest = bytes
        while !rest.isEmpty {
            // The call reads as many bytes as there are, and keeps none of them.
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .last("write", path) }
            rest = rest.dropFirst(count)
        }
    }
}
