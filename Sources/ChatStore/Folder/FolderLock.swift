import Glibc

/// One process's claim on a data folder, which the kernel takes back however the process ends.
final class FolderLock: Sendable {
    /// Without its name another process could claim the folder too.
    let file: HeldFile
    private let descriptor: Int32

    /// Takes the claim, and waits a fifth of a second for one that is being given back.
    ///
    /// - Parameter folder: the whole path of a folder that is there.
    /// - Throws: `inUse`, or `unavailable` when the folder cannot be written.
    init(folder: String) throws(StoreError) {
        let path = folder + "/lock"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("open", path) }
        guard Self.claim(descriptor) else {
            let error =
                errno == EWOULDBLOCK ? .inUse(folder: folder) : StoreError.system("lock", path)
            close(descriptor)
            throw error
        }
        do throws(StoreError) {
            file = try HeldFile(path, openAs: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    /// Whether the claim is this process's.
    ///
    /// A process that another thread has just started has the descriptors of the one that ended
    /// until its own program begins: what was given back is to be had a moment later.
    private static func claim(_ descriptor: Int32) -> Bool {
        for _ in 0..<10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK else { return false }
            usleep(20_000)
        }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// Does something while no process has a folder, and none comes to have it.
    ///
    /// Blocks for as long as the body does.
    ///
    /// - Parameters:
    ///   - folder: any; nothing is made in it.
    ///   - body: what is to be done.
    /// - Returns: `nil`, with nothing done, where a process has it, or that cannot be told.
    static func whileFree<Value>(_ folder: String, _ body: () throws -> Value) rethrows -> Value? {
        let path = folder + "/lock"
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { return nil }
            return try body()
        }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return nil }
        return try body()
    }

    deinit {
        close(descriptor)
    }
}
