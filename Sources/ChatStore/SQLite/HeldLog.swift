/// The files of a log that is open, as they were when it was opened.
///
/// SQLite goes on in a file that was removed or replaced, and tells nobody: what it acknowledges
/// then is gone with the process. While a connection is open, SQLite itself makes neither of the
/// two anew, and nobody else may who does not have the folder's lock.
struct HeldLog: Sendable {
    private let database: HeldFile
    private let writeAheadLog: HeldFile
    private let lock: HeldFile

    /// Takes the files of a folder.
    ///
    /// - Parameter folder: with a log that is open, and has its write-ahead log.
    init(of folder: DataFolder) throws(StoreError) {
        database = try HeldFile(folder.databasePath)
        writeAheadLog = try HeldFile(folder.databasePath + "-wal")
        lock = folder.lock.file
    }

    /// The path of the first that was removed or replaced; `nil` while all are in their places.
    var lostFile: String? { lostData ?? (lock.isThere ? nil : lock.path) }

    /// The same without the lock: what a further connection opened by those names is another log,
    /// or none.
    var lostData: String? {
        [database, writeAheadLog].first { !$0.isThere }?.path
    }

    /// Whether the database's own file is in its place, and so may take what is in the write-ahead
    /// log.
    ///
    /// Otherwise that log is all of it that has a name.
    var hasDatabase: Bool { database.isThere }
}
