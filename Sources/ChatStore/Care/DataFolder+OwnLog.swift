import GRDB

/// What a folder with a log of its own tells whoever wants to serve a database with it.
extension DataFolder {
    /// Why the folder is not used beside a database.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Returns: what to say; of a log in which nothing is, that it can be removed.
    func refusalOfOwnLog() -> StoreError {
        // What cannot be read is not known to be empty.
        guard (try? hasEmptyLog()) == true else {
            return .unavailable(
                "\(path) holds a log of its own, in SQLite: chat-server move takes it along"
            )
        }
        return .unavailable(
            "\(path) holds a log of its own, in SQLite, with nothing in it, such as a start without "
                + "--database begins: remove \(databasePath) and what begins like it"
        )
    }

    private func hasEmptyLog() throws(StoreError) -> Bool {
        try LogReader(path: databasePath).read { database in
            let rows = "SELECT (SELECT count(*) FROM rooms) + (SELECT count(*) FROM accounts)"
            return try Int.fetchOne(database, sql: rows) == 0
        }
    }
}
