import ChatProtocol
import GRDB

/// What the search index of a folder knows of its log.
///
/// The index follows what is on the disk for good, and a log's newest event is never removed: so an
/// index that goes further than its log has seen events that were lost, as with a write-ahead log
/// that somebody took away.
extension LogLoss {
    /// Compares a log with its search index; `nil` where nothing is known to be lost.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameter folder: that has both; no other process writes there.
    init?(_ state: LogState, in folder: DataFolder) {
        // What cannot be read tells nothing, and is made anew.
        guard let indexed = try? Self.indexed(at: folder.searchPath),
            indexed.log == state.name.description, indexed.through > state.head
        else { return nil }
        self.init(log: state.name, head: state.head, through: indexed.through)
    }

    /// Which log a search index follows, and how far it has come.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Returns: `nil` where there is none.
    static func indexed(at path: String) throws -> (log: String, through: Int64)? {
        guard try FileHead(path: path)?.size ?? 0 > 0 else { return nil }
        return try LogReader.queue(path).read { database -> (log: String, through: Int64)? in
            let sql = "SELECT log, through FROM progress"
            return try SQLiteSession(database: database).row(sql, []) { row in
                (log: try row.text(0), through: try row.integer(1))
            }
        }
    }
}
