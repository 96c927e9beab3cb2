import GRDB
import Glibc

/// A log that is read beside whoever writes it: no lock is taken, and not a byte changes.
struct LogReader {
    /// Seconds for which it waits for a lock that another program holds for a moment.
    private static let busySeconds = 5.0

    private let queue: DatabaseQueue

    /// Opens a log.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Throws: `damaged`, `newer`, or `unavailable`, also when there is none.
    init(path: String) throws(StoreError) {
        let inspection = SQLiteInspection(path: path, options: StoreOptions())
        guard try !inspection.isNew() else { throw .unavailable("there is no log in \(path)") }
        do {
            queue = try Self.queue(path)
        } catch { throw StoreError(sqlite: error) }
    }

    /// Opens a database to read it, also on a medium that cannot be written.
    ///
    /// There SQLite cannot make the memory that readers of a write-ahead log share. A file without
    /// such a log does not need it, as nobody can change it.
    static func queue(_ path: String) throws -> DatabaseQueue {
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            let hasLog = try FileHead(path: path + "-wal")?.size ?? 0 > 0
            guard !hasLog, unsafe access(path, W_OK) != 0, errno == EROFS else { throw error }
            let address = SQLiteInspection.unchanging(path)
            return try DatabaseQueue(path: address, configuration: configuration)
        }
    }

    /// How such a connection is set up.
    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "burble-reader"
        configuration.busyMode = .timeout(busySeconds)
        return configuration
    }

    /// Runs a body on one unchanging state of the log.
    ///
    /// Blocks.
    ///
    /// - Parameter body: what to read; it may write to temporary tables.
    /// - Throws: what the body threw, or what SQLite said.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.inDatabase { database in
                var value: Value?
                try database.inTransaction(.deferred) {
                    // The first read fixes the state for all that follow.
                    _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
                    value = try body(database)
                    return .commit
                }
                guard let value else { throw StoreError.cancelled }
                return value
            }
        } catch { throw StoreError(sqlite: error) }
    }
}
