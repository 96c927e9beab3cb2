import ChatProtocol
import GRDB

/// SQLite behind ``SQLDatabase``: one connection that writes and a pool of those that read.
final class SQLiteDatabase: SQLDatabase {
    /// Seconds for which a write waits for a foreign program's lock (a backup, a shell) before it
    /// fails with `unavailable`.
    private static let busySeconds = 5.0

    /// Bytes to which the write-ahead log shrinks after a long read made it grow.
    private static let logFileBytes = 64 * 1024 * 1024

    private let pool: DatabasePool
    private let lock: FolderLock

    /// Opens the database of a folder, and makes it if there is none.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameters:
    ///   - folder: the data folder, which this process has locked.
    ///   - options: the bounds.
    ///   - drawName: draws the name of a log that is new.
    /// - Throws: `damaged` or `newer` before anything is written; else what SQLite said.
    init(
        _ folder: DataFolder,
        options: StoreOptions,
        drawName: () -> LogName
    ) throws(StoreError) {
        let isNew = try SQLiteInspection(path: folder.databasePath, options: options).isNew()
        lock = folder.lock
        do {
            pool = try DatabasePool(
                path: folder.databasePath,
                configuration: Self.configuration(options)
            )
            try pool.writeWithoutTransaction { database in
                try Schema.migrate(database, drawName: drawName)
                // The pool chose NORMAL when it turned the log on: a commit would be on disk only
                // at the next checkpoint.
                // Source: https://www.sqlite.org/pragma.html#pragma_synchronous
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
        } catch { throw StoreError(sqlite: error) }
        if isNew { try folder.synchronize() }
    }

    /// Closes the file before the folder's lock goes: no body of ours holds this object, so it ends
    /// outside the database's own threads, and may wait for them.
    deinit {
        // The readers first: the last connection empties the write-ahead log, and must be one that
        // can write.
        pool.invalidateReadOnlyConnections()
        // What is left when this fails, the next opening recovers.
        try? pool.close()
    }

    private static func configuration(_ options: StoreOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "burble"
        configuration.maximumReaderCount = options.readers
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA journal_size_limit = \(logFileBytes)")
            database.add(function: match)
        }
        return configuration
    }

    /// `burble_match(text, needle)`: whether a stored text holds another one, whatever their case.
    private static let match = DatabaseFunction("burble_match", argumentCount: 2, pure: true) {
        values in
        guard case .string(let text) = values[0].storage,
            case .string(let needle) = values[1].storage
        else { return false }
        return FoldedText(NULEscape.unescaped(needle)).isIn(NULEscape.unescaped(text))
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        // GRDB's own async write ends with the task; a commit must not.
        let result = await withCheckedContinuation { reply in
            pool.asyncWriteWithoutTransaction { database in
                reply.resume(returning: Self.transaction(in: database, body))
            }
        }
        return try result.get()
    }

    private static func transaction<Value>(
        in database: Database,
        _ body: (any SQLSession) throws -> Value
    ) -> Result<Value, StoreError> {
        do {
            var value: Value?
            try database.inTransaction(.immediate) {
                value = try body(SQLiteSession(database: database))
                return .commit
            }
            return value.map(Result.success) ?? .failure(.unavailable("the body did not run"))
        } catch {
            return .failure(StoreError(sqlite: error))
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await pool.read { database in
                try body(SQLiteSession(database: database))
            }
        } catch { throw StoreError(sqlite: error) }
    }

    /// The log's name and its newest position.
    ///
    /// Blocks; for the opening alone.
    ///
    /// - Throws: `damaged` when the log has no name.
    func logState() throws(StoreError) -> (name: LogName, head: Int64) {
        do {
            let state = try pool.unsafeRead { database in
                try SQLiteSession(database: database).row(Statements.logState, []) { row in
                    (LogName(try row.text(0)), try row.integer(1))
                }
            }
            guard let (name, head) = state, let name else {
                throw StoreError.damaged(detail: "the log has no name")
            }
            return (name, head)
        } catch { throw StoreError(sqlite: error) }
    }
}
