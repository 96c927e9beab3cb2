import Glibc

extension SmallFile {
    /// Writes a file for its owner alone in the place of one that may be there, whole or not at
    /// all: a crash leaves the old one or the new one.
    ///
    /// Blocks for the disk.
    ///
    /// - Parameters:
    ///   - path: where; what lies at `path` with `.new` behind it goes, and no link is followed.
    ///   - bytes: all that it is to hold.
    ///   - isSynchronized: whether it is on the disk when it comes into its place; the folder's
    ///     list of files is not forced there.
    /// - Throws: what the system said; what was there before is there then.
    package static func replace(
        _ path: String,
        with bytes: [UInt8],
        isSynchronized: Bool = true
    ) throws(SmallFileFailure) {
        // A zero byte would end the path for the system, which then writes another file.
        guard !path.utf8.contains(0) else { throw SmallFileFailure(path, .system(ENOENT)) }
        let draft = path + ".new"
        // What lies there, of a crash or of another one's making, is neither written nor followed.
        unsafe unlink(draft)
        // The path is copied by the call.
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(draft, flags, 0o600)
        guard descriptor >= 0 else { throw last(draft) }
        defer { close(descriptor) }
        do throws(SmallFileFailure) {
            // Whatever the process's mask takes away, the owner can read it.
            guard fchmod(descriptor, 0o600) == 0 else { throw last(draft) }
            try fill(descriptor, with: bytes, at: draft)
            if isSynchronized, fsync(descriptor) != 0 { throw last(draft) }
            guard unsafe rename(draft, path) == 0 else { throw last(path) }
        } catch {
            // On a full disk it would be in the way.
            unsafe unlink(draft)
            throw error
        }
    }

    /// Writes all bytes, however many of them the system takes at a time.
    private static func fill(
        _ descriptor: CInt,
        with bytes: [UInt8],
        at path: String
    ) throws(SmallFileFailure) {
        var done = 0
        while done < bytes.count {
            let start = done
            // The buffer is `bytes`, and the count is what is left of it.
            let put = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe buffer.baseAddress.map { unsafe $0 + start }
                return unsafe write(descriptor, rest, bytes.count - start)
            }
            if put < 0, errno == EINTR { continue }
            guard put >= 0 else { throw last(path) }
            done += put
        }
    }

    /// What the system said last.
    private static func last(_ path: String) -> SmallFileFailure {
        SmallFileFailure(path, .system(errno))
    }
}
