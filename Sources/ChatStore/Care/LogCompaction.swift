import GRDB
import Glibc

/// Gives the disk back what a log's file no longer uses.
package enum LogCompaction {
    /// Writes the log anew without its unused pages, and puts it in the old one's place.
    ///
    /// Blocks for as long as the disk takes. The old file is the log until the new one is whole,
    /// checked and on the disk.
    ///
    /// - Parameter floor: bytes of the disk that stay free; `nil` is the usual.
    /// - Returns: the file's bytes before and after.
    /// - Throws: `inUse` while a server runs; `diskFloor` when the disk has no room for both files;
    ///   `damaged` or `newer`; `unavailable`, also when there is no log.
    package static func run(
        folder path: String,
        floor: Int64?
    ) throws(StoreError) -> (before: Int64, after: Int64) {
        guard try LogCopy.size(ofLogIn: path) > 0 else {
            throw .unavailable("there is no log in \(path)")
        }
        let folder = try DataFolder(path)
        let isNew = try SQLiteInspection(path: folder.databasePath, options: StoreOptions()).isNew()
        guard !isNew else { throw .unavailable("there is no log in \(path)") }
        let draft = folder.databasePath + ".compact"
        // Of a run that was cut off.
        unsafe unlink(draft)
        do {
            let sizes = try write(folder, draft, DiskSpace(folder: folder.path, floor: floor))
            try replace(folder, by: draft)
            return sizes
        } catch {
            unsafe unlink(draft)
            throw error
        }
    }

    private static func write(
        _ folder: DataFolder,
        _ draft: String,
        _ space: DiskSpace
    ) throws(StoreError) -> (before: Int64, after: Int64) {
        do {
            let queue = try DatabaseQueue(path: folder.databasePath)
            let before = try queue.inDatabase { database in
                // What is only in the write-ahead log goes into the file, and its name with it.
                try database.checkpoint(.truncate)
                let before = try FileHead(path: folder.databasePath)?.size ?? 0
                if let refusal = space.refusal(beside: before) { throw refusal }
                try database.execute(sql: "VACUUM INTO ?", arguments: [draft])
                return before
            }
            try queue.close()
            try check(draft)
            return (before, try FileHead(path: draft)?.size ?? 0)
        } catch { throw StoreError(sqlite: error) }
    }

    private static func check(_ draft: String) throws {
        let queue = try DatabaseQueue(path: draft, configuration: LogReader.configuration)
        let text = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        try queue.close()
        guard text == "ok", !(try SQLiteInspection(path: draft, options: StoreOptions()).isNew())
        else { throw StoreError.unavailable("the new file is not sound: the old one stays") }
    }

    private static func replace(_ folder: DataFolder, by draft: String) throws(StoreError) {
        // A log of the old file's pages must never be read into the new one.
        guard try FileHead(path: folder.databasePath + "-wal")?.size ?? 0 == 0 else {
            throw .unavailable("another program has \(folder.databasePath) open")
        }
        try folder.makePrivate(draft)
        try folder.synchronize(file: draft)
        guard unsafe rename(draft, folder.databasePath) == 0 else {
            throw .system("rename", draft)
        }
        try folder.synchronize()
    }
}
