#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One process's claim on a data folder, which the kernel takes back however the process ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the claim without waiting.
    ///
    /// - Parameter folder: the whole path of a folder that is there.
    /// - Throws: `inUse`, or `unavailable` when the folder cannot be written.
    init(folder: String) throws(StoreError) {
        let path = folder + "/lock"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error =
                errno == EWOULDBLOCK ? .inUse(folder: folder) : StoreError.system("lock", path)
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
