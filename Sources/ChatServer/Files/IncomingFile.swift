import ContentHash
import NIOCore
import Synchronization

#if canImport(Glibc)
// Where the compiler sees `stat` declared on Linux.
import CDispatch
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
        /// Whether it is stored, so that others have these very bytes by their hash.
        var isWhole = false
    }

    let path: String
    private let descriptor: CInt
    private let state: Mutex<State>

    /// Makes a new file, or opens one that was begun.
    ///
    /// - Parameters:
    ///   - path: in the store's folder for temporaries.
    ///   - isNew: whether it must not be there yet.
    init(at path: String, isNew: Bool) throws(FileFailure) {
        self.path = path
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (isNew ? O_CREAT | O_EXCL : 0)
        descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .last("open", path) }
        var status = stat()
        // Fills one `stat` at an address that lives until the call returns.
        guard unsafe fstat(descriptor, &status) == 0 else {
            let failure = FileFailure.last("look at", path)
            close(descriptor)
            throw failure
        }
        // A second name is the one that it is stored by.
        state = Mutex(State(count: Int64(status.st_size), isWhole: status.st_nlink > 1))
    }

    /// Whether it was stored, and takes no more.
    var isWhole: Bool { state.withLock { $0.isWhole } }

    /// Bytes so far.
    var count: Int64 { state.withLock { $0.count } }

    /// Appends bytes.
    ///
    /// - Throws: ``FileFailure/whole`` once it is stored, or what the system said; some of them may
    ///   have been written, and count.
    func append(_ bytes: ByteBuffer) throws(FileFailure) {
        try state.withLock { state throws(FileFailure) in
            guard bytes.readableBytes > 0 else { return }
            guard !state.isWhole else { throw .whole }
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
    func synchronize() throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw .last("synchronize", path) }
    }

    /// The hash of all of it, by which it is to be stored: from now on it takes no more.
    ///
    /// - Returns: 64 hexadecimal digits.
    func digest() throws(FileFailure) -> String {
        try state.withLock { state throws(FileFailure) in
            try hashRest(&state)
            state.isWhole = true
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
