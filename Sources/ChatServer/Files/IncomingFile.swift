import ContentHash
import NIOCore
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file that is being uploaded: a temporary on the disk of the store, hashed as it grows.
///
/// Its functions block for the disk. It is closed with this object, and not removed.
final class IncomingFile: Sendable {
    /// Bytes that are read at once when what lies on the disk already has to be hashed.
    private static let pieceBytes = 256 * 1024

    private struct State {
        var hash = SHA256()
        var count: Int64
    }

    let path: String
    private let descriptor: CInt
    private let state: Mutex<State>

    /// Makes a new file, or opens one that was begun.
    ///
    /// - Parameters:
    ///   - path: in the store's folder for temporaries.
    ///   - isNew: whether it must not be there yet.
    /// - Throws: what the system said.
    init(at path: String, isNew: Bool) throws(FileFailure) {
        self.path = path
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (isNew ? O_CREAT | O_EXCL : 0)
        descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .last("open", path) }
        let end = lseek(descriptor, 0, SEEK_END)
        state = Mutex(State(count: Int64(max(end, 0))))
    }

    /// Bytes so far.
    var count: Int64 { state.withLock { $0.count } }

    /// Appends bytes.
    ///
    /// - Parameter bytes: any number of them.
    /// - Throws: what the system said; some of them may have been written, and count.
    func append(_ bytes: ByteBuffer) throws(FileFailure) {
        try state.withLock { state throws(FileFailure) in
            try hashRest(&state)
            var rest = bytes
            while rest.readableBytes > 0 {
                // The buffer outlives the call and its own count bounds it.
                let written = unsafe rest.withUnsafeReadableBytes { bytes in
                    unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(state.count))
                }
                if written < 0, errno == EINTR { continue }
                guard written > 0, let part = rest.readSlice(length: written) else {
                    throw .last("write", path)
                }
                state.hash.update(part.readableBytesUInt8Span)
                state.count += Int64(written)
            }
        }
    }

    /// Puts all of it on the disk.
    ///
    /// - Throws: what the system said.
    func synchronize() throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw .last("synchronize", path) }
    }

    /// The hash of all of it.
    ///
    /// - Returns: 64 hexadecimal digits.
    /// - Throws: what the system said.
    func digest() throws(FileFailure) -> String {
        try state.withLock { state throws(FileFailure) in
            try hashRest(&state)
            return state.hash.hexadecimal
        }
    }

    /// Hashes what an earlier process wrote.
    private func hashRest(_ state: inout State) throws(FileFailure) {
        guard state.hash.count < state.count else { return }
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        while state.hash.count < state.count {
            // The buffer outlives the call and its own count bounds it.
            let read = unsafe piece.withUnsafeMutableBytes { bytes in
                unsafe pread(descriptor, bytes.baseAddress, bytes.count, off_t(state.hash.count))
            }
            guard read > 0 else { throw .last("read", path) }
            state.hash.update(piece.span.extracting(first: read))
        }
    }

    deinit {
        close(descriptor)
    }
}
