import ChatProtocol
import GRDB

/// A copy of a log that is made while a server writes it.
package enum LogCopy {
    /// Pages that are copied between two reports: some megabytes.
    private static let pagesPerStep: CInt = 1024
    private static let pageBytes: Int64 = 4096

    /// The size of a log's database.
    ///
    /// - Parameter folder: a data folder.
    /// - Returns: bytes, 0 without one.
    /// - Throws: what the system said.
    package static func size(ofLogIn folder: String) throws(StoreError) -> Int64 {
        try FileHead(path: folder + "/burble.sqlite")?.size ?? 0
    }

    /// Copies the log as it is at one moment, by SQLite's online backup.
    ///
    /// Blocks for as long as the disk takes. Nobody waits for it: what is written meanwhile is not
    /// in the copy, and stays in the write-ahead log until the copy is done.
    /// Source: https://www.sqlite.org/backup.html
    ///
    /// - Parameters:
    ///   - source: a data folder.
    ///   - path: of the copy's file, which is not there yet.
    ///   - progress: told the bytes so far and in all.
    /// - Throws: `damaged` or `newer`, with no copy made; `storageFull` or `unavailable`.
    package static func copy(
        from source: String,
        to path: String,
        progress: @escaping (Int64, Int64) -> Void
    ) throws(StoreError) {
        let reader = try LogReader(path: source + "/burble.sqlite")
        do {
            let target = try DatabaseQueue(path: path)
            try reader.read { database in
                try target.inDatabase { copy in
                    try database.backup(to: copy, pagesPerStep: pagesPerStep) { state in
                        let total = Int64(state.totalPageCount) * pageBytes
                        progress(Int64(state.completedPageCount) * pageBytes, total)
                    }
                }
            }
            // Read from a medium that cannot be written, it needs no file beside it.
            try target.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
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
            try queue.inDatabase { database in
                try Schema.migrate(database) {
                    var generator = SystemRandomNumberGenerator()
                    return LogName(drawnFrom: &generator)
                }
            }
            try queue.close()
        } catch { throw StoreError(sqlite: error) }
    }
}
