import Synchronization

#if canImport(Glibc)
// Where the compiler sees `stat` declared on Linux.
import CDispatch
import Glibc
#else
import Darwin
#endif

/// The files on the disk: `files/ab/HASH` by the hash of their bytes, and `files/incoming/` for
/// what is not whole yet.
///
/// Its functions block for the disk. No name in it comes from a client.
struct FileFolder: Sendable {
    /// The folder of the stored files.
    let path: String
    /// The folder of what is being uploaded.
    let incoming: String
    /// A file that is stored again must not go meanwhile as one that nobody wants.
    private let order = StorageOrder()

    /// Makes the folders if they are not there.
    ///
    /// - Parameter folder: the data folder, which is there.
    init(in folder: String) throws(FileFailure) {
        path = folder + "/files"
        incoming = path + "/incoming"
        for made in [path, incoming] {
            guard unsafe mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw .last("make", made)
            }
            // What lies there may be no folder, of which an upload would hear much later.
            let descriptor = unsafe open(made, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .last("open", made) }
            close(descriptor)
        }
    }

    /// Looks into a data folder, and makes nothing in it.
    init(reading folder: String) {
        path = folder + "/files"
        incoming = path + "/incoming"
    }

    /// Where a file lies, below ``path``.
    ///
    /// - Parameter hash: 64 hexadecimal digits.
    static func place(of hash: String) -> String { "\(hash.prefix(2))/\(hash)" }

    /// Gives what was uploaded its place, beside the name that it has as a temporary.
    ///
    /// The same bytes are stored once. On return the file is on the disk, name and all.
    ///
    /// - Parameter hash: of its bytes.
    func adopt(_ file: IncomingFile, as hash: String) throws(FileFailure) {
        let shelf = path + "/" + hash.prefix(2)
        guard unsafe mkdir(shelf, 0o700) == 0 || errno == EEXIST else { throw .last("make", shelf) }
        let place = path + "/" + Self.place(of: hash)
        try order.alone { () throws(FileFailure) in
            guard unsafe link(file.path, place) != 0 else { return }
            guard errno == EEXIST else { throw .last("store", place) }
            // Its time tells the sweep that somebody has just asked for it.
            guard unsafe utimensat(AT_FDCWD, place, nil, 0) == 0 else {
                throw .last("touch", place)
            }
        }
        try Self.synchronize(shelf)
        try Self.synchronize(path)
    }

    /// Removes a file of the store.
    ///
    /// - Parameter seconds: since 1970; a file that was stored or asked for since then stays.
    func remove(_ hash: String, untouchedSince seconds: Int64) -> Bool {
        let place = path + "/" + Self.place(of: hash)
        return order.alone {
            var status = stat()
            // Writes one `stat` to an address that lives until the call returns.
            guard unsafe lstat(place, &status) == 0 else { return errno == ENOENT }
            guard Int64(status.st_mtim.tv_sec) < seconds else { return false }
            return unsafe unlink(place) == 0
        }
    }

    /// The stored files, by their hashes, with their sizes.
    ///
    /// - Returns: all of them; what else lies there is left out.
    /// - Throws: what the system said of the first place that cannot be read.
    func stored() throws(FileFailure) -> [(hash: String, size: Int64)] {
        let (files, failures) = listing()
        if let failure = failures.first { throw failure }
        return files
    }

    /// The stored files as far as they can be listed, and why others cannot.
    ///
    /// - Returns: files by their hashes, with their sizes, and a failure for each place.
    func listing() -> (files: [(hash: String, size: Int64)], failures: [FileFailure]) {
        var files: [(hash: String, size: Int64)] = []
        var failures: [FileFailure] = []
        do throws(FileFailure) {
            for shelf in try Self.names(in: path) where shelf.utf8.count == 2 {
                do throws(FileFailure) {
                    files += try self.files(on: shelf)
                } catch {
                    failures.append(error)
                }
            }
        } catch {
            failures.append(error)
        }
        return (files, failures)
    }

    private func files(on shelf: String) throws(FileFailure) -> [(hash: String, size: Int64)] {
        var files: [(hash: String, size: Int64)] = []
        for hash in try Self.names(in: path + "/" + shelf)
        where Self.isHash(hash) && hash.hasPrefix(shelf) {
            guard let size = try Self.size(of: path + "/" + Self.place(of: hash)) else { continue }
            files.append((hash, size))
        }
        return files
    }

    /// The names of what is not whole.
    var incomingNames: [String] {
        get throws(FileFailure) { try Self.names(in: incoming) }
    }

    /// Removes a temporary.
    ///
    /// - Parameter name: in the folder of temporaries.
    func drop(_ name: String) {
        // What is not there need not be removed.
        unsafe unlink(incoming + "/" + name)
    }

    /// Whether a text is a hash as the store writes it.
    ///
    /// - Returns: true for 64 hexadecimal digits in lower case.
    static func isHash(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// Waits until the names in a folder are on the disk.
    static func synchronize(_ folder: String) throws(FileFailure) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last("synchronize", folder) }
    }

    /// Bytes of a file; `nil` for what is none, or has gone.
    private static func size(of path: String) throws(FileFailure) -> Int64? {
        var status = stat()
        // Writes one `stat` to an address that lives until the call returns.
        guard unsafe lstat(path, &status) == 0 else {
            guard isNone(errno) else { throw .last("read", path) }
            return nil
        }
        return status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
    }

    /// Whether an error of the system says that nothing is there.
    private static func isNone(_ code: CInt) -> Bool { code == ENOENT || code == ENOTDIR }

    /// The names in a folder; none where there is no folder.
    private static func names(in folder: String) throws(FileFailure) -> [String] {
        guard let directory = unsafe opendir(folder) else {
            guard isNone(errno) else { throw .last("read", folder) }
            return []
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while true {
            // The end and a failure look alike but for it.
            errno = 0
            guard let entry = unsafe readdir(directory) else { break }
            // The entry is the C library's until the next call; its name ends with a NUL.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw .last("read", folder) }
        return names
    }
}

/// Lets files be stored and removed one at a time; one process alone has the folder.
private final class StorageOrder: Sendable {
    private let lock = Mutex<Void>(())

    /// Does something while nobody else stores or removes.
    ///
    /// - Parameter body: blocks for the disk, shortly.
    func alone<Value: Sendable, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try lock.withLock { _ throws(Failure) in try body() }
    }
}
