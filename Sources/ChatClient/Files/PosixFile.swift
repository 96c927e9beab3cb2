import Glibc
import SmallFiles

/// A file that is open, closed when the value goes.
///
/// Thin over POSIX, since Foundation has neither `flock` nor `fsync`.
struct PosixFile: ~Copyable {
    private let descriptor: CInt

    /// Opens a file for reading and writing, made if there is none, for its owner's eyes alone.
    ///
    /// - Parameter appends: whether every write goes to the end.
    init(path: String, appends: Bool) throws(FileError) {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (appends ? O_APPEND : 0)
        // The path is copied by the call.
        let opened = unsafe open(path, flags, 0o600)
        guard opened >= 0 else { throw FileError(path: path, code: errno) }
        descriptor = opened
    }

    /// Opens a file that is there for reading alone, also one that nobody may write.
    init(reading path: String) throws(FileError) {
        // The path is copied by the call.
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard opened >= 0 else { throw FileError(path: path, code: errno) }
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }

    /// Its size in bytes.
    func size() throws(FileError) -> Int {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw FileError(code: errno) }
        return Int(end)
    }

    /// Takes the only lock there is on the file, without waiting.
    ///
    /// - Returns: false if another process has it. The lock goes with the value.
    func locked() -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// Takes the lock as soon as it is free.
    ///
    /// Blocks for 5 ms between two tries.
    ///
    /// - Parameter tries: 1 or more.
    /// - Returns: false where another process had it at each of them. A file system that has no
    ///   locks has nobody who holds one.
    func locked(tries: Int) -> Bool {
        for left in (0..<tries).reversed() {
            if locked() { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return true }
            if left > 0 { usleep(Self.lockPause) }
        }
        return false
    }

    /// Microseconds.
    private static let lockPause: useconds_t = 5_000

    /// Reads the file from its start.
    ///
    /// - Parameter limit: the most bytes that are read.
    /// - Returns: its bytes, all of them if there are no more than `limit`.
    func contents(upTo limit: Int) throws(FileError) -> [UInt8] {
        try contents(count: min(try size(), limit))
    }

    private func contents(count wanted: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: wanted)
        var have = 0
        while have < wanted {
            let start = have
            // The buffer is `bytes`, and the count is what is left of it.
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + start },
                    wanted - start,
                    off_t(start)
                )
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw FileError(code: errno) }
            guard got > 0 else { break }
            have += got
        }
        return Array(bytes[..<have])
    }

    /// Writes all bytes.
    ///
    /// - Throws: what the system said; some of the bytes may then have been written.
    func write(_ bytes: [UInt8]) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let start = done
            // The buffer is `bytes`, and the count is what is left of it.
            let put = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe buffer.baseAddress.map { unsafe $0 + start }
                return unsafe Glibc.write(descriptor, rest, bytes.count - start)
            }
            if put < 0, errno == EINTR { continue }
            guard put >= 0 else { throw FileError(code: errno) }
            done += put
        }
    }

    /// Cuts the file to a size.
    ///
    /// - Parameter size: bytes that stay.
    func truncate(to size: Int) throws(FileError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw FileError(code: errno) }
    }

    /// Waits until what was written is on the disk.
    ///
    /// Blocks the thread for that long.
    func synchronize() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(code: errno) }
    }
}

extension PosixFile {
    /// Replaces a file whole, as ``SmallFile/replace(_:with:isSynchronized:)`` does.
    ///
    /// - Parameters:
    ///   - bytes: what it is to hold.
    ///   - isForGood: whether to wait until it is on the disk.
    static func replace(
        _ path: String,
        with bytes: [UInt8],
        forGood isForGood: Bool = true
    ) throws(FileError) {
        do throws(SmallFileFailure) {
            try SmallFile.replace(path, with: bytes, isSynchronized: isForGood)
        } catch {
            throw FileError(path: error.path, code: error.code ?? EIO)
        }
    }
}

/// What the system said about a file.
///
/// The text is for people.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The code of a file that is longer than it may be.
    static let tooLarge = EFBIG

    var path: String?
    package let code: CInt

    package var description: String {
        // The text is a constant of the C library, copied at once.
        let reason = unsafe String(cString: strerror(code))
        return path.map { "\($0): \(reason)" } ?? reason
    }
}
