import ChatProtocol
import GRDB

/// SQLite behind ``SQLDatabase``: one connection that writes and a pool of those that read.
final class SQLiteDatabase: SQLDatabase {
    /// Seconds for which a write waits for a foreign program's lock (a backup, a shell) before it
    /// fails with `unavailable`.
    private static let busySeconds = 5.0

    /// Bytes to which the write-ahead log shrinks after a long read made it grow.
    private static let logFileBytes = 64 * 1024 * 1024

    /// Pages of the write-ahead log after which the writer puts them into the database.
    ///
    /// The log is then written anew from its beginning: a commit that overwrites costs half of one
    /// that extends the file. With more pages fewer are put over, since a page that changed often
    /// goes once; with more than 4062, each read of a page would look into a second index of the
    /// log. Source: https://www.sqlite.org/walformat.html, section 2.2.
    private static let checkpointPages = 4000

    /// KiB of pages that the writer keeps; a page beyond them is read again from the file.
    ///
    /// Enough for the ends of five hundred rooms in the index.
    private static let writerCacheKiB = 2 * 1024

    /// KiB of pages that each reader keeps: the way down to an event, and not what was read last.
    private static let readerCacheKiB = 512

    private let pool: DatabasePool
    private let lock: FolderLock
    private let queues: [ReadKind: AsyncSemaphore<ArrivalOrder>]
    private let readSteps: Int
    /// What must be in its place when something is written; `nil` for what can be made anew.
    private let held: HeldLog?

    /// Opens the database of a folder, and makes it if there is none.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameters:
    ///   - folder: the data folder, which this process has locked.
    ///   - version: of the schema; an older one is for tests.
    ///   - drawName: draws the name of a log that is new.
    /// - Throws: `damaged` or `newer` before anything is written; else what SQLite said.
    init(
        _ folder: DataFolder,
        options: StoreOptions,
        version: Int = Schema.version,
        drawName: () -> LogName
    ) throws(StoreError) {
        let isNew = try SQLiteInspection(path: folder.databasePath, options: options).isNew()
        if isNew { try folder.refuseLostLog() }
        try folder.makePrivate(folder.databasePath)
        lock = folder.lock
        queues = Self.queues(options)
        readSteps = options.readSteps
        do {
            pool = try DatabasePool(
                path: folder.databasePath,
                configuration: Self.configuration(options)
            )
            // The pool has made the write-ahead log if there was none.
            held = try HeldLog(of: folder)
            try pool.writeWithoutTransaction { database in
                try Schema.migrate(database, to: version, drawName: drawName)
                // The pool chose NORMAL when it turned the log on: a commit would be on disk only
                // at the next checkpoint.
                // Source: https://www.sqlite.org/pragma.html#pragma_synchronous
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.checkpointPages)")
                try database.execute(sql: "PRAGMA cache_size = \(-Self.writerCacheKiB)")
            }
        } catch { throw StoreError(sqlite: error) }
        if isNew { try folder.synchronize() }
    }

    /// Takes a database that is open and can be made anew.
    init(_ pool: DatabasePool, _ lock: FolderLock, options: StoreOptions) {
        self.pool = pool
        self.lock = lock
        held = nil
        queues = Self.queues(options)
        readSteps = options.readSteps
    }

    /// Closes the file before the folder's lock goes: a body is let go before its caller goes on
    /// (``TakenOnce``), so this object ends outside the database's own threads, and may wait for
    /// them.
    deinit {
        // The readers first: the last connection empties the write-ahead log, and must be one that
        // can write.
        pool.invalidateReadOnlyConnections()
        // What is left when this fails, the next opening recovers.
        try? pool.close()
    }

    /// How each connection is set up.
    ///
    /// - Returns: for a writer and its readers.
    static func configuration(_ options: StoreOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "burble"
        configuration.maximumReaderCount = ReadKind.connections
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cache_size = \(-readerCacheKiB)")
            try database.execute(sql: "PRAGMA journal_size_limit = \(logFileBytes)")
        }
        return configuration
    }

    func commit<Value>(_ body: (any SQLSession) throws -> Value) throws(StoreError) -> Value {
        // GRDB's queue runs the body on this thread.
        try pool.writeWithoutTransaction { database in
            Self.transaction(in: database, of: held, body)
        }.get()
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        // GRDB's own async write ends with the task; a commit must not.
        let body = TakenOnce(body)
        let result = await withCheckedContinuation { reply in
            pool.asyncWriteWithoutTransaction { [held] database in
                let result = body.take().map { Self.transaction(in: database, of: held, $0) }
                reply.resume(returning: result ?? .failure(.unavailable("it was done already")))
            }
        }
        return try result.get()
    }

    private static func transaction<Value>(
        in database: Database,
        of held: HeldLog?,
        _ body: (any SQLSession) throws -> Value
    ) -> Result<Value, StoreError> {
        if let error = refusal(of: held, database) { return .failure(error) }
        // GRDB's own transaction compiles both of its statements each time.
        let session = SQLiteSession(database: database)
        var isCommitting = false
        do {
            try session.run("BEGIN IMMEDIATE", [])
            let value = try body(session)
            isCommitting = true
            try session.run("COMMIT", [])
            return .success(value)
        } catch {
            // SQLite may have rolled back already, and what cannot be rolled back was not written.
            if database.isInsideTransaction { try? session.run("ROLLBACK", []) }
            return .failure(
                isCommitting ? StoreError(sqliteCommit: error) : StoreError(sqlite: error)
            )
        }
    }

    /// Why nothing may be written; `nil` while all files are in their places.
    ///
    /// What was acknowledged before, and is in a write-ahead log without a name, is put into the
    /// database's file first.
    private static func refusal(of held: HeldLog?, _ database: Database) -> StoreError? {
        guard let held, let file = held.lostFile else { return nil }
        // What it does not put over now, the next try does: there is one each second.
        if held.hasDatabase { _ = try? database.checkpoint(.passive) }
        return .lost(file)
    }

    var lostFile: String? { held?.lostFile }

    func read<Value: Sendable>(
        _ kind: ReadKind,
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        if let file = held?.lostData { throw .lost(file) }
        let queue = queues[kind]
        try await queue?.enter()
        defer { queue?.leave() }
        let watch = ReadWatch(limit: readSteps)
        do {
            return try await withTaskCancellationHandler {
                try await pool.read { database in
                    try watch.run(on: database) {
                        try body(SQLiteSession(database: database, watch: watch))
                    }
                }
            } onCancel: {
                watch.cancel()
            }
        } catch { throw StoreError(sqlite: error) }
    }

    private static func queues(
        _ options: StoreOptions
    ) -> [ReadKind: AsyncSemaphore<ArrivalOrder>] {
        ReadKind.allCases.reduce(into: [:]) { queues, kind in
            queues[kind] = AsyncSemaphore(width: kind.width, limit: options.waitingReads)
        }
    }

    func checkpoint() async {
        await withCheckedContinuation { reply in
            pool.asyncWriteWithoutTransaction { [held] database in
                // What is not put over now, the next opening reads from the write-ahead log.
                if held?.hasDatabase != false { _ = try? database.checkpoint(.truncate) }
                reply.resume()
            }
        }
    }

    /// The log's name and its newest position.
    ///
    /// Blocks; for the opening alone.
    ///
    /// - Throws: `damaged` when the log has no name.
    func logState() throws(StoreError) -> LogState {
        do {
            return try pool.unsafeRead { database in
                let session = SQLiteSession(database: database)
                let (name, head) = try session.log()
                return LogState(
                    name: name,
                    head: head,
                    formerNames: try session.formerNames(),
                    lastTime: try session.lastTime()
                )
            }
        } catch { throw StoreError(sqlite: error) }
    }
}
