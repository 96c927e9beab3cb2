import ChatProtocol
import GRDB

/// The search index of a folder: a database of its own, which can be made anew at any time.
extension SQLiteDatabase {
    /// Opens the search index of a folder, and makes it if there is none that can be used.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameters:
    ///   - folder: the data folder, which this process has locked.
    ///   - onRenewal: told why one was damaged that is removed for it; not of one of another log or
    ///     of another version.
    /// - Throws: what SQLite said, or the system of one that may not be opened, which stays.
    convenience init(
        searchIn folder: DataFolder,
        options: StoreOptions,
        log: LogName,
        head: Int64,
        onRenewal: (StoreError) -> Void
    ) throws(StoreError) {
        let pool = try SQLiteDatabase.search(in: folder, options, log, head, onRenewal)
        self.init(pool, folder.lock, options: options)
    }

    private static func search(
        in folder: DataFolder,
        _ options: StoreOptions,
        _ log: LogName,
        _ head: Int64,
        _ onRenewal: (StoreError) -> Void
    ) throws(StoreError) -> DatabasePool {
        do {
            return try search(folder.searchPath, folder, options, log, head)
        } catch is SearchSchema.Outdated {
            folder.removeSearch()
        } catch {
            guard isDamage(error) else { throw StoreError(sqlite: error) }
            folder.removeSearch()
            onRenewal(StoreError(sqlite: error))
        }
        do { return try search(folder.searchPath, folder, options, log, head) } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// Whether an error tells of the file's own bytes, and not of what keeps it from being opened.
    private static func isDamage(_ error: any Error) -> Bool {
        switch error {
        case StoreError.damaged: true
        case let error as DatabaseError:
            // The last of them: it lacks a table.
            [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode)
        default: false
        }
    }

    /// Puts an empty search index in the place of a folder's, once the disk has taken it.
    ///
    /// Whoever has the old one open may read on in it until it is closed. Blocks for some
    /// milliseconds.
    ///
    /// - Parameter folder: the data folder, which this process has locked.
    /// - Throws: what SQLite said; nothing was changed then.
    static func replaceSearch(
        in folder: DataFolder,
        options: StoreOptions,
        log: LogName
    ) throws(StoreError) {
        folder.removeNewSearch()
        defer { folder.removeNewSearch() }
        do {
            let pool = try search(folder.newSearchPath, folder, options, log, 0)
            try pool.writeWithoutTransaction { database in
                // What stayed in the write-ahead log would not be taken along.
                _ = try database.checkpoint(.truncate)
            }
            try pool.close()
        } catch { throw StoreError(sqlite: error) }
        folder.takeNewSearch()
    }

    /// The pool of an index: at `NORMAL`, since what a crash takes of it comes again from the log.
    private static func search(
        _ path: String,
        _ folder: DataFolder,
        _ options: StoreOptions,
        _ log: LogName,
        _ head: Int64
    ) throws -> DatabasePool {
        var configuration = Self.configuration(options)
        configuration.prepareDatabase { try SearchRank.add(to: $0) }
        try folder.makePrivate(path)
        let isSmall = try FileHead(path: path)?.size ?? 0 <= options.checkedBytes
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            if isSmall { try SearchSchema.check(database) }
            try SearchSchema.prepare(database, log: log, head: head)
        }
        return pool
    }
}
