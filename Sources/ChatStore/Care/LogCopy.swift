import ChatProtocol
import GRDB

/// A copy of a log that is made while a server writes it.
package struct LogCopy {
    /// Pages that are copied between two reports: some megabytes.
    private static let pagesPerStep: CInt = 1024
    private static let pageBytes: Int64 = 4096

    private let reader: LogReader

    /// Opens the log that is to be copied.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Throws: `damaged`, `newer`, or `unavailable`, also when there is none.
    package init(of folder: String) throws(StoreError) {
        reader = try LogReader(path: folder + "/burble.sqlite")
    }

    /// The size of a log's file, without what is in its write-ahead log alone.
    ///
    /// - Returns: bytes, 0 without one.
    package static func size(ofLogIn folder: String) throws(StoreError) -> Int64 {
        try FileHead(path: folder + "/burble.sqlite")?.size ?? 0
    }

    /// The bytes that a copy takes of the log as it is now, also of what is in the write-ahead log.
    ///
    /// Blocks for some milliseconds.
    package func size() throws(StoreError) -> Int64 {
        try reader.read { database in
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let bytes = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            // SQLite has fewer than 2^32 pages, of at most 2^16 bytes.
            return pages * bytes
        }
    }

    /// Copies the log as it is at one moment, by SQLite's online backup.
    ///
    /// The copy has another name, and keeps the one of its source through its end: what it goes on
    /// with from there is other than what the source does. So does each copy of a copy.
    ///
    /// Blocks for as long as the disk takes. Nobody waits for it: what is written meanwhile is not
    /// in the copy, and stays in the write-ahead log until the copy is done.
    /// Source: https://www.sqlite.org/backup.html
    ///
    /// - Parameters:
    ///   - path: of the copy's file, which is not there yet.
    ///   - progress: told the bytes so far and in all.
    /// - Throws: `damaged`, `storageFull` or `unavailable`.
    package func write(
        to path: String,
        progress: @escaping (Int64, Int64) -> Void
    ) throws(StoreError) {
        do {
            let target = try DatabaseQueue(path: path)
            try reader.read { database in
                try target.inDatabase { copy in
                    try database.backup(to: copy, pagesPerStep: Self.pagesPerStep) { state in
                        let total = Int64(state.totalPageCount) * Self.pageBytes
                        progress(Int64(state.completedPageCount) * Self.pageBytes, total)
                    }
                }
            }
            try target.inDatabase { copy in
                // Read from a medium that cannot be written, it needs no file beside it.
                try copy.execute(sql: "PRAGMA journal_mode = DELETE")
                try copy.inTransaction {
                    try copy.execute(sql: Schema.formerNames)
                    let session = SQLiteSession(database: copy)
                    let (name, head) = try session.log()
                    try session.rename(from: name, through: head)
                    return .commit
                }
            }
            try target.close()
        } catch { throw StoreError(sqlite: error) }
    }

    /// Brings a copy to the schema of this program, as a server does when it starts.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Parameter path: of the copy's file, which nobody else has open.
    /// - Throws: what SQLite said; the copy is as it was then.
    package static func migrate(_ path: String) throws(StoreError) {
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.inDatabase { database in try Schema.migrate(database) { .drawn() } }
            try queue.close()
        } catch { throw StoreError(sqlite: error) }
    }
}
