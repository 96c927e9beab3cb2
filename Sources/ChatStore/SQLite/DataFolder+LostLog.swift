import ChatProtocol
import Glibc

/// What a folder without a log tells of one that was there.
extension DataFolder {
    /// Refuses a folder in which there is no log, but something that belongs to one.
    ///
    /// As a new log's, all uploaded files in it would be nobody's, and would go, and nobody would
    /// hear that what was said is gone. A folder that was begun, and cut off before there was a
    /// log, has none of this.
    ///
    /// - Throws: `damaged`.
    func refuseLostLog() throws(StoreError) {
        try Self.refuseLostLog(in: path)
    }

    /// The same for a folder that nobody has taken.
    ///
    /// - Parameter folder: without a log.
    /// - Throws: `damaged`.
    static func refuseLostLog(in folder: String) throws(StoreError) {
        guard
            let rest = try writeAheadLog(in: folder) ?? storedFile(in: folder)
                ?? searchIndex(in: folder)
        else { return }
        throw .damaged(
            detail: "there is no log in \(folder), though \(rest) belongs to one: "
                + "put its log back, restore a backup elsewhere, or move what is left away"
        )
    }

    /// The write-ahead log of a folder, if it is all that is left of a log.
    ///
    /// Where the first start was cut off, a database without a table may be beside it.
    ///
    /// - Returns: its path; `nil` where there is none, or a log beside it.
    package static func writeAheadLog(in folder: String) throws(StoreError) -> String? {
        let database = folder + "/burble.sqlite"
        let path = database + "-wal"
        guard (try FileHead(path: database)?.size ?? 0) == 0,
            let rest = try FileHead(path: path), rest.size > 0
        else { return nil }
        return path
    }

    /// An uploaded file: `files/ab/HASH`, and no other is looked for.
    private static func storedFile(in folder: String) -> String? {
        let files = folder + "/files"
        for shelf in names(in: files) where shelf.utf8.count == 2 {
            let name = names(in: "\(files)/\(shelf)").first { name in
                name.utf8.count == 64 && name.hasPrefix(shelf)
            }
            if let name { return "\(files)/\(shelf)/\(name)" }
        }
        return nil
    }

    /// A search index that has followed a log, and how far.
    ///
    /// A log in a database has its index in the folder too: there another one may be begun.
    private static func searchIndex(in folder: String) -> String? {
        let path = folder + "/search.sqlite"
        // What cannot be read tells nothing.
        guard let indexed = try? LogLoss.indexed(at: path), indexed.through > 0,
            indexed.log != MarksText(in: folder)?.log.description
        else { return nil }
        return "\(path) (through position \(indexed.through))"
    }

    /// The names in a folder; none where it cannot be read, which whoever needs it will tell.
    private static func names(in folder: String) -> [String] {
        guard let list = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(list) }
        var names: [String] = []
        // An entry is good until the next one is read, and its name ends with a zero.
        while let entry = unsafe readdir(list) {
            names.append(
                unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                    unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) {
                        unsafe String(cString: $0)
                    }
                }
            )
        }
        return names
    }
}
