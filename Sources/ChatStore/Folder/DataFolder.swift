import Glibc

/// The folder with a log: `burble.sqlite`, `search.sqlite` and `lock`.
package struct DataFolder: Sendable {
    /// The whole path.
    package let path: String
    let lock: FolderLock

    /// The database's file.
    var databasePath: String { path + "/burble.sqlite" }

    /// The search index's file.
    var searchPath: String { path + "/search.sqlite" }

    /// The file of one that is being made, to come into its place.
    var newSearchPath: String { searchPath + ".new" }

    /// Makes a database's file for its owner alone, or takes the others' rights to one away.
    ///
    /// SQLite gives what it makes beside a database the rights of the database.
    ///
    /// - Throws: what the system said; also for a link.
    func makePrivate(_ path: String) throws(StoreError) {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .system("open", path) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .system("protect", path) }
        for ending in ["-wal", "-shm"] {
            // The path lives until the call returns.
            let beside = unsafe open(path + ending, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
            guard beside >= 0 else { continue }
            defer { close(beside) }
            guard fchmod(beside, 0o600) == 0 else { throw .system("protect", path + ending) }
        }
    }

    /// Removes the search index.
    func removeSearch() {
        remove(searchPath)
    }

    /// Removes what there is of a search index that is being made.
    func removeNewSearch() {
        remove(newSearchPath)
    }

    /// Puts a search index that was made, and is closed, in the place of the old one.
    func takeNewSearch() {
        removeSearch()
        // If it cannot be moved there is none, and whoever opens it begins another one.
        unsafe rename(newSearchPath, searchPath)
    }

    private func remove(_ database: String) {
        // What is not there need not be removed, and what cannot be is not opened either.
        for ending in ["", "-wal", "-shm"] { unsafe unlink(database + ending) }
    }

    /// Makes the folder if there is none, and takes it for this process.
    ///
    /// - Parameter path: of the folder; folders above it are made too, each for the owner alone.
    /// - Throws: `inUse`, `othersFolder`, or `unavailable` when it cannot be made or written.
    package init(_ path: String) throws(StoreError) {
        // One that this makes may be nobody's or its mount's, and is good all the same.
        try Self.checkOwner(path)
        try Self.make(path)
        // The whole path, so that SQLite takes no name for an address.
        guard let real = unsafe realpath(path, nil) else { throw .system("find", path) }
        // The C library made the text for us alone; it is copied, then freed.
        self.path = unsafe String(cString: real)
        unsafe free(real)
        lock = try FolderLock(folder: self.path)
    }

    private static func make(_ path: String) throws(StoreError) {
        guard unsafe mkdir(path, 0o700) != 0 else { return }
        switch errno {
        case EEXIST: return
        case ENOENT:
            guard let slash = path.dropFirst().lastIndex(of: "/") else {
                throw .system("make", path)
            }
            try make(String(path[..<slash]))
            // The path lives until the call returns.
            guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
                throw .system("make", path)
            }
        default: throw .system("make", path)
        }
    }

    /// What root writes into another user's folder, that user's server could not open.
    private static func checkOwner(_ path: String) throws(StoreError) {
        var status = stat()
        // Writes one `stat` to an address that lives until the call returns.
        guard geteuid() == 0, unsafe stat(path, &status) == 0, status.st_uid != 0 else { return }
        // The C library's own entry, which nothing else in the process asks for; it is copied.
        let entry = unsafe getpwuid(status.st_uid)
        let name = unsafe entry.map { unsafe String(cString: $0.pointee.pw_name) }
        throw .othersFolder(path, user: name ?? "#\(status.st_uid)")
    }

    /// Puts the folder's list of files on disk, after one was made.
    package func synchronize() throws(StoreError) {
        try synchronize(file: path)
    }

    /// Puts a file or a folder on disk.
    func synchronize(file path: String) throws(StoreError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("synchronize", path) }
    }
}
